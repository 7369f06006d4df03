package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"gongzhi/accounts"
	"gongzhi/db"
	"gongzhi/db/dbtest"
	"gongzhi/demo"
	"gongzhi/embedded/embeddedtest"
	"gongzhi/frontend"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/web"
	"gongzhi/workflow"
)

// office is the demonstration open inside the test, without its imported
// records and without loops: nothing moves but what the test does.
type office struct {
	*app
	t       *testing.T
	engine  *gin.Engine
	url     string // of the database
	logs    *lockedBuffer
	cookies map[string]*http.Cookie
	growths int // of the public log, a minute apart
}

func newOffice(t *testing.T) *office {
	o := &office{t: t, url: dbtest.URL(t), logs: &lockedBuffer{}, cookies: map[string]*http.Cookie{}}
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewJSONHandler(o.logs, &slog.HandlerOptions{Level: slog.LevelDebug})))
	t.Cleanup(func() { slog.SetDefault(before) })
	s := settings{
		DatabaseURL: o.url, RedisURL: embeddedtest.Shared(t).RedisURL, Data: folder(t),
		PublicURL: "http://gongzhi.example", ExitURL: "https://weather.example/",
	}
	a, err := openApp(t.Context(), s, true)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, a.Close()) })
	require.NoError(t, a.demoAccounts(t.Context()))
	require.NoError(t, addCitizen(t.Context(), a))
	require.NoError(t, a.demoCases(t.Context()))
	require.NoError(t, a.openMail())
	engine, err := a.faces(new(atomic.Bool))
	require.NoError(t, err)
	o.app, o.engine = a, engine
	o.tieTheProvince()
	return o
}

// tieTheProvince gives the province's head, who stands above both offices, a
// declared tie to the one that the secret case accuses.
func (o *office) tieTheProvince() {
	id, err := o.staff.Act(o.t.Context(), workflow.OrgCommand{
		Actor: o.actor("national/leader"), Act: workflow.DeclareTie,
		Args: workflow.OrgArgs{Person: demo.Person("guangdong/leader"), Party: roles.NameParty(accusedOffice), Kind: "kinship"},
	})
	require.NoError(o.t, err)
	_, err = o.staff.Act(o.t.Context(), workflow.OrgCommand{Actor: o.actor("oversight/leader"), Proposal: id})
	require.NoError(o.t, err)
}

// stranger is a citizen who filed nothing.
const stranger = "citizen2"

func addCitizen(ctx context.Context, a *app) error {
	person := roles.Person{ID: uuid.New(), Name: "Nobody in particular", Role: roles.Citizen}
	hash, err := a.accounts.Hasher.Hash(ctx, demo.Password)
	if err != nil {
		return err
	}
	return errors.Join(a.db.AddPerson(ctx, person), a.saveCredential(ctx, person.ID, stranger+"@demo.example", hash))
}

// settle brings everything that follows the log up to its end.
func (o *office) settle() {
	s, leads, err := o.db.AcquireSequencer(o.t.Context(), o.log.leafOf)
	require.NoError(o.t, err)
	require.True(o.t, leads)
	defer s.Release()
	for n := 1; n > 0; {
		n, _, err = s.Sequence(o.t.Context(), 1000)
		require.NoError(o.t, err)
	}
	o.growths++
	_, err = o.log.grow.Integrate(o.t.Context(), o.clock.Now().Add(time.Duration(o.growths)*time.Minute))
	require.NoError(o.t, err)
	for name, fold := range map[string]func(context.Context, db.Tx, []db.LogEntry) error{
		db.CountersCursor: db.FoldCounters, db.SearchCursor: db.FoldSearch, db.PublicCursor: db.FoldPublic, db.NoticesCursor: o.tell,
		db.SimilarCursor: db.FoldSimilar,
	} {
		for n := 1; n > 0; {
			n, err = o.db.Consume(o.t.Context(), name, portion, fold)
			require.NoError(o.t, err)
		}
	}
}

// cookie signs a person of the demonstration in once and returns the session.
func (o *office) cookie(key string) *http.Cookie {
	if key == "" {
		return nil
	}
	if o.cookies[key] == nil {
		o.cookies[key] = o.freshCookie(key, accounts.Cookie)
	}
	return o.cookies[key]
}

// freshCookie begins a session of its own, for tests that end it.
func (o *office) freshCookie(key string, kind accounts.Kind) *http.Cookie {
	signed, err := o.accounts.SignIn(o.t.Context(), strings.ReplaceAll(key, "/", ".")+"@demo.example", demo.Password, kind)
	require.NoError(o.t, err, key)
	w, jar := httptest.NewRecorder(), web.SessionCookie(false)
	if kind == accounts.API {
		jar = web.RefreshCookie(false)
	}
	jar.Set(w, signed.Token, accounts.CookieLifetime(signed.Session, o.clock.Now()))
	return w.Result().Cookies()[0]
}

func (o *office) actor(key string) roles.Actor {
	if key == "" {
		return roles.Actor{Role: roles.Citizen}
	}
	i := slices.IndexFunc(demo.Accounts(), func(a demo.Account) bool { return a.Person == demo.Person(key) })
	require.GreaterOrEqual(o.t, i, 0, key)
	person, _ := o.org.Load().Person(demo.Person(key))
	return roles.Actor{Person: demo.Person(key), Role: demo.Accounts()[i].Role, Organization: person.Organization}
}

// act takes a case further, past both faces.
func (o *office) act(reference, who string, c workflow.Command) workflow.World {
	c.Actor = o.actor(who)
	w, err := o.cases.Act(o.t.Context(), reference, c, 0)
	require.NoError(o.t, err, "%s by %s", c.Action, who)
	return w
}

func (o *office) keep(name, content string) record.Evidence {
	kept, err := evidenceDesk{o.app}.Keep(o.t.Context(), name, strings.NewReader(content))
	require.NoError(o.t, err)
	return kept
}

// draft keeps an empty report under a code.
func (o *office) draft() string {
	text, err := (&frontend.Draft{}).Marshal()
	require.NoError(o.t, err)
	code, err := drafts{o.app}.New(o.t.Context(), text)
	require.NoError(o.t, err)
	return code
}

// tables are all tables of the database, each with its number of rows.
func tables(t *testing.T, url string) map[string]int64 {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	require.NoError(t, err)
	defer conn.Close(t.Context())
	rows, err := conn.Query(t.Context(), `SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'`)
	require.NoError(t, err)
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	counts := map[string]int64{}
	for _, name := range names {
		var n int64
		require.NoError(t, conn.QueryRow(t.Context(), `SELECT count(*) FROM `+pgx.Identifier{name}.Sanitize()).Scan(&n))
		counts[name] = n
	}
	return counts
}

// listen puts the office behind the real HTTP server of the program.
func (o *office) listen() string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(o.t, err)
	server := web.Server("", o.engine)
	done := make(chan error, 1)
	go func() { done <- server.Serve(listener) }()
	o.t.Cleanup(func() {
		require.NoError(o.t, server.Close())
		require.ErrorIs(o.t, <-done, http.ErrServerClosed)
	})
	return "http://" + listener.Addr().String()
}
