package db_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"gongzhi/db"
	"gongzhi/db/dbtest"
	"gongzhi/ledger"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/roles/rolestest"
	"gongzhi/workflow"
)

// audited are the tables that say what happened: whatever is changed in them
// must be found. The columns named are not part of the record.
var audited = map[string][]string{
	"incident": nil, "duty": nil, "incident_party": nil, "incident_text": nil, "proposal": nil, "transfer": nil, "timer": nil,
	"report": nil, "respondent": nil, "message": nil, "evidence": nil, "reading": nil, "event": nil, "stream": nil, "log": nil,
	"publication": nil, "publication_version": nil, "public_notice": nil,
	"agency": nil, "post": nil, "organization": nil, "person": nil, "holding": nil, "leave": nil, "tie": nil, "route": nil,
	"org_proposal": nil, "service": nil, "sample_draw": nil, "outside_body": nil, "task": nil, "finding": nil, "finding_override": nil, "appeal": nil, "satisfaction": nil, "merge": nil, "report_withdrawal": nil, "log_tile": nil,
	"cosignature": nil, "invitation": {"used_at", "person_id"}, // who signs in with it is a sign-in
	"log_growth": {"slot"}, // when a growth was due; when anything happened is in its event
	"log_head":   {"slot", "one"},
	"setting":    {"revision", "one"}, // the revision is a counter by which servers know to load the rest again
}

// notAudited are all other tables, each with why.
var notAudited = map[string]string{
	"cursor": "how far a reader is", "pending": "waits for the log; what is missing there is missed in the log",
	"counter": "folded from the log and compared with full counts", "counted": "folded from the log", "answered": "folded from the log",
	"closed_duty": "folded from the log", "closing": "folded from the log", "search_doc": "folded from the log", "similar_band": "folded from the log", "inbox": "folded from the log", "delivery": "letters on their way",
	"post_answer": "worked out from the organisation", "post_conflict": "worked out from the organisation",
	"person_conflict": "worked out from the organisation", "person_sees": "worked out from the organisation",
	"public_revision": "tells servers to render again", "once": "answers kept for a day", "draft": "nothing that was filed",
	"credential": "sign-in", "session": "sign-in", "sign_in_throttle": "sign-in", "key_fingerprint": "compared with the key file",
	"goose_db_version": "of the schema",
	"rule_pack":        "named by its hash in the act that adopts it; a text that does not fit its hash is not read",
}

// vandal changes single rows as a superuser would, past every constraint.
type vandal struct {
	t       *testing.T
	tx      pgx.Tx
	r       *rand.Rand
	columns map[string][]column
}

type column struct{ Table, Name, Type string }

func (v *vandal) learn() {
	rows, err := v.tx.Query(v.t.Context(), `SELECT table_name, column_name, udt_name FROM information_schema.columns
		WHERE table_schema = 'public' AND is_generated = 'NEVER' AND is_identity = 'NO' ORDER BY 1, ordinal_position`)
	require.NoError(v.t, err)
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[column])
	require.NoError(v.t, err)
	v.columns = map[string][]column{}
	for _, c := range all {
		if slices.Contains(audited[c.Table], c.Name) {
			continue
		}
		v.columns[c.Table] = append(v.columns[c.Table], c)
	}
}

// changed is another value of a column's type.
func changed(c column) string {
	switch c.Type {
	case "uuid":
		return "gen_random_uuid()"
	case "int2", "int4", "int8":
		return fmt.Sprintf("(coalesce(%s, 0) + 1)::%s", c.Name, c.Type)
	case "bool":
		return "NOT coalesce(" + c.Name + ", false)"
	case "timestamptz":
		return "coalesce(" + c.Name + ", '2026-01-01') - interval '1 second'"
	case "date":
		return "coalesce(" + c.Name + ", '2026-01-01') + 1"
	case "bytea":
		return fmt.Sprintf(`CASE WHEN length(coalesce(%[1]s, '')) = 0 THEN '\x01'::bytea
			ELSE set_byte(%[1]s, (random() * (length(%[1]s) - 1))::int, (get_byte(%[1]s, (length(%[1]s) - 1) / 2) + 1) %% 256) END`, c.Name)
	case "jsonb":
		return `'{"source": "another"}'`
	default:
		return "coalesce(" + c.Name + ", '') || 'x'"
	}
}

func (v *vandal) exec(sql string, args ...any) int64 {
	tag, err := v.tx.Exec(v.t.Context(), sql, args...)
	require.NoError(v.t, err, sql)
	return tag.RowsAffected()
}

// someRow is the place of a random row, or false in an empty table.
func (v *vandal) someRow(table string) (string, bool) {
	var at string
	err := v.tx.QueryRow(v.t.Context(), `SELECT ctid::text FROM `+table+` ORDER BY random() LIMIT 1`).Scan(&at)
	return at, err == nil
}

// content is what a table holds, in whatever order: exchanging equal rows is no
// change.
func (v *vandal) content(table string) string {
	var sum string
	require.NoError(v.t, v.tx.QueryRow(v.t.Context(), `SELECT coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM `+table+` t`).Scan(&sum))
	return sum
}

func (v *vandal) edit(table string) (string, bool) {
	at, ok := v.someRow(table)
	c := v.columns[table][v.r.IntN(len(v.columns[table]))]
	if !ok {
		return "", false
	}
	n := v.exec(fmt.Sprintf(`UPDATE %[1]s SET %[2]s = (%[3]s) WHERE ctid = $1::tid AND %[2]s IS DISTINCT FROM (%[3]s)`, table, c.Name, changed(c)), at)
	return "edit of " + table + "." + c.Name, n == 1
}

func (v *vandal) remove(table string) (string, bool) {
	at, ok := v.someRow(table)
	return "deletion from " + table, ok && v.exec(`DELETE FROM `+table+` WHERE ctid = $1::tid`, at) == 1
}

// swap exchanges one column of two rows.
func (v *vandal) swap(table string) (string, bool) {
	a, ok := v.someRow(table)
	c := v.columns[table][v.r.IntN(len(v.columns[table]))]
	what := "swap of " + table + "." + c.Name
	if !ok {
		return what, false
	}
	n := v.exec(fmt.Sprintf(`WITH a AS (SELECT ctid AS at, %[2]s AS x FROM %[1]s WHERE ctid = $1::tid),
		b AS (SELECT t.ctid AS at, t.%[2]s AS x FROM %[1]s t, a WHERE t.%[2]s IS DISTINCT FROM a.x ORDER BY random() LIMIT 1)
		UPDATE %[1]s t SET %[2]s = CASE WHEN t.ctid = a.at THEN b.x ELSE a.x END FROM a, b WHERE t.ctid IN (a.at, b.at)`, table, c.Name), a)
	return what, n == 2
}

// restore puts a row back as it was yesterday, or takes one away that was not
// there.
func (v *vandal) restore(table string) (string, bool) {
	var names []string
	for _, c := range v.columns[table] {
		names = append(names, c.Name)
	}
	key := keyOf[table]
	all := strings.Join(names, ", ")
	n := v.exec(fmt.Sprintf(`WITH was AS (SELECT t.ctid AS place, y.* FROM %[1]s t JOIN yesterday.%[1]s y USING (%[2]s)
		WHERE ROW(t.%[3]s) IS DISTINCT FROM ROW(y.%[4]s) ORDER BY random() LIMIT 1)
		UPDATE %[1]s t SET (%[5]s) = (SELECT %[5]s FROM was) FROM was w WHERE t.ctid = w.place`,
		table, key, strings.Join(names, ", t."), strings.Join(names, ", y."), all))
	if n == 1 {
		return "restoring a row of " + table, true
	}
	n = v.exec(fmt.Sprintf(`DELETE FROM %[1]s t WHERE t.ctid = (SELECT x.ctid FROM %[1]s x LEFT JOIN yesterday.%[1]s y USING (%[2]s)
		WHERE y.tableoid IS NULL ORDER BY random() LIMIT 1)`, table, key))
	return "restoring the absence of a row of " + table, n == 1
}

// keyOf is the primary key of each audited table.
var keyOf = map[string]string{}

// disarm takes every key and constraint away, as somebody who owns the database
// can, after their columns were noted.
func disarm(t *testing.T, c *pgx.Conn) {
	learnKeys(t, c)
	rows, err := c.Query(t.Context(), `SELECT format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS %I CASCADE', conrelid::regclass, conname) FROM pg_constraint
		WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'u', 'c', 'x', 'f')
		UNION ALL SELECT 'DROP INDEX IF EXISTS transfer_one_open'`)
	require.NoError(t, err)
	drops, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	for _, sql := range drops {
		_, err := c.Exec(t.Context(), sql)
		require.NoError(t, err, sql)
	}
}

func learnKeys(t *testing.T, tx *pgx.Conn) {
	rows, err := tx.Query(t.Context(), `SELECT c.relname::text, string_agg(a.attname, ', ') FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
		JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey) WHERE i.indisprimary AND c.relnamespace = 'public'::regnamespace GROUP BY 1`)
	require.NoError(t, err)
	var table, key string
	_, err = pgx.ForEachRow(rows, []any{&table, &key}, func() error { keyOf[table] = key; return nil })
	require.NoError(t, err)
}

// busyOffice is a database in which much of everything has happened, with a
// copy of how it was in between.
func busyOffice(t *testing.T) (string, db.LogKeys) {
	url := dbtest.URL(t)
	d := open(t, url)
	o := newOffice(t, d)
	log := publicLog(t, d)
	c := raw(t, url)
	live := func(until int) {
		for n := 0; o.writes < until; n++ {
			switch o.r.IntN(12) {
			case 0, 1:
				o.file(roles.Actor{Role: roles.Citizen}, roles.NameParty(fmt.Sprintf("%c ltd", 'x'+rune(o.r.IntN(3)))))
			case 2:
				if len(o.refs) > 0 {
					o.publish(o.refs[o.r.IntN(len(o.refs))], "city/officer", "city/supervisor")
				}
			case 3:
				o.passTime(time.Duration(o.r.IntN(40)) * time.Hour)
			default:
				if len(o.refs) > 0 {
					o.random()
				}
			}
		}
		consumeAll(t, d)
		log.Advance()
		_, err := log.Retry()
		require.NoError(t, err)
	}
	o.organise()
	live(150)
	_, err := c.Exec(t.Context(), `CREATE SCHEMA yesterday`)
	require.NoError(t, err)
	for table := range audited {
		_, err := c.Exec(t.Context(), `CREATE TABLE yesterday.`+table+` AS SELECT * FROM public.`+table)
		require.NoError(t, err)
	}
	live(300)
	return url, db.LogKeys{Leaf: anyLeaf, Padding: log.Padding, Open: func(note []byte) (ledger.Checkpoint, error) {
		opened, err := log.Trust().Open(note)
		return opened.Checkpoint, err
	}}
}

// organise lets people declare a tie, end it and go on leave, leaves a proposal
// open and adds somebody who acts for a social organization.
func (o *office) organise() {
	o.t.Helper()
	use := workflow.OrgUseCases{Store: o.d, Env: o.env, Changed: func(ctx context.Context) (err error) {
		o.org, err = o.d.LoadOrg(ctx)
		return err
	}}
	self, second := o.person("other city/officer"), o.person("other city/supervisor")
	until := o.now.AddDate(1, 0, 0)
	propose := func(act workflow.OrgAct, args workflow.OrgArgs) record.ID {
		id, err := use.Act(o.t.Context(), workflow.OrgCommand{Actor: self, Act: act, Args: args})
		require.NoError(o.t, err)
		return id
	}
	confirm := func(id record.ID) {
		_, err := use.Act(o.t.Context(), workflow.OrgCommand{Actor: second, Proposal: id})
		require.NoError(o.t, err)
	}
	for _, party := range []string{"name:a ltd", "name:b ltd"} {
		confirm(propose(workflow.DeclareTie, workflow.OrgArgs{Person: self.Person, Party: roles.Party(party), Kind: "kinship", From: o.now}))
	}
	confirm(propose(workflow.GrantLeave, workflow.OrgArgs{Person: self.Person, From: o.now.AddDate(0, 6, 0), To: &until}))
	self, second = o.person("nation/leader"), o.person("nation/supervisor")
	confirm(propose(workflow.AddBody, workflow.OrgArgs{Kind: roles.BodyPolice, Name: roles.Text{Zh: "南湾公安分局", En: "Nanwan police"}, Region: "440305"}))
	confirm(propose(workflow.EndBody, workflow.OrgArgs{Body: rolestest.ID(roles.BodyProcuratorate)}))
	self = o.person("other city/officer")
	propose(workflow.DeclareTie, workflow.OrgArgs{Person: self.Person, Party: "name:c ltd", Kind: "other", From: o.now})
	ngo := db.Organization{ID: uuid.New(), Name: roles.Text{Zh: "消费者协会", En: "Consumers"}, Kind: roles.Organization}
	require.NoError(o.t, o.d.AddOrganization(o.t.Context(), ngo))
	require.NoError(o.t, o.d.AddPerson(o.t.Context(), roles.Person{ID: uuid.New(), Name: "协会", Role: roles.Organization, Organization: ngo.ID}))
	var err error
	o.org, err = o.d.LoadOrg(o.t.Context())
	require.NoError(o.t, err)
}

// TestWhateverASuperuserChangesIsFound: random edits, deletions, swaps and
// restored rows in every audited table, past all constraints; the check finds
// each of them.
func TestWhateverASuperuserChangesIsFound(t *testing.T) {
	wanted := 120
	if n, err := strconv.Atoi(os.Getenv("GONGZHI_MUTATIONS")); err == nil {
		wanted = n
	}
	url, keys := busyOffice(t)
	c := raw(t, url)
	_, err := c.Exec(t.Context(), `SET session_replication_role = replica`)
	require.NoError(t, err)
	disarm(t, c)
	names := make([]string, 0, len(audited))
	for table := range audited {
		names = append(names, table)
	}
	slices.Sort(names)
	r := rand.New(rand.NewPCG(uint64(wanted), 7))
	found, missed := map[string]int{}, []string{}
	for done := 0; done < wanted; {
		tx, err := c.Begin(t.Context())
		require.NoError(t, err)
		v := &vandal{t: t, tx: tx, r: r}
		v.learn()
		kinds := []func(string) (string, bool){v.edit, v.edit, v.remove, v.swap, v.restore}
		table := names[done%len(names)]
		before := v.content(table)
		what, changed := kinds[r.IntN(len(kinds))](table)
		if !changed {
			what, changed = v.edit(table)
		}
		if !changed {
			names = slices.DeleteFunc(names, func(n string) bool { return n == table && v.content(n) == "" })
		}
		if changed && v.content(table) != before {
			done++
			findings, err := db.CheckAll(t.Context(), tx, keys)
			require.NoError(t, err, what)
			if slices.ContainsFunc(findings, func(f db.Finding) bool { return f.Broken > 0 }) {
				found[strings.Fields(what)[0]]++
			} else {
				missed = append(missed, what)
			}
		}
		require.NoError(t, tx.Rollback(t.Context()))
	}
	t.Logf("%d changes: found %v, missed %d", wanted, found, len(missed))
	require.Empty(t, missed)
	findings, err := open(t, url).Check(t.Context(), keys)
	require.NoError(t, err)
	for _, f := range findings {
		require.Zero(t, f.Broken, "%s: %s", f.Name, f.First)
	}
}

// TestEveryTableIsJudged: a new table is either audited or says why not.
func TestEveryTableIsJudged(t *testing.T) {
	rows, err := raw(t, dbtest.URL(t)).Query(t.Context(), `SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'`)
	require.NoError(t, err)
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	for _, table := range tables {
		_, is := audited[table]
		_, why := notAudited[table]
		require.True(t, is != why, "is %s audited?", table)
	}
}
