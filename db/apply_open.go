package db

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"gongzhi/record"
)

// opensOnly reports whether a change only opens cases, each with one event:
// then no statement of its batch depends on another one, and all of them may
// run as one.
func opensOnly(c *record.Change) bool {
	for _, g := range c.Guards {
		if g.Expect != 0 || g.Subject.Kind != record.SubjectIncident {
			return false
		}
	}
	cases := len(c.Incidents)
	return cases > 0 && cases == len(c.Guards) && cases == len(c.Events) && len(c.Timers) == 0 && len(c.Unset) == 0 && c.Org == nil
}

// parts are the statements of a batch that write twice. A part that ends in a
// guard is its own last part.
var parts = map[string][]string{
	insertOnce:   {keepOnce},
	insertEvents: {keepEvents, `INSERT INTO pending (event_id) SELECT * FROM unnest($1::uuid[])`},
}

// joined is a batch as one statement: what a filing writes costs PostgreSQL
// less than half when it is bound, started and ended once. It reports false
// where a statement cannot be a part of another. Rows of a case that is alone
// are given as values, of several cases always as arrays, so that there are few
// texts to plan.
func joined(b *pgx.Batch, alone bool) (string, []any, bool) {
	var key strings.Builder
	var args []any
	shapes := make([]shape, len(b.QueuedQueries))
	for i, q := range b.QueuedQueries {
		if !strings.HasPrefix(q.SQL, "INSERT ") && parts[q.SQL] == nil {
			return "", nil, false
		}
		single, given := false, q.Arguments
		if alone {
			single, given = oneRow(q.Arguments)
		}
		shapes[i] = shape{q.SQL, len(args), single}
		args = append(args, given...)
		fmt.Fprintf(&key, "%t ", single)
		key.WriteString(q.SQL)
	}
	if text, ok := joinedTexts.Load(key.String()); ok {
		return text.(string), args, true //nolint:errcheck,forcetypeassert // nothing else is stored
	}
	text := join(shapes)
	joinedTexts.Store(key.String(), text)
	return text, args, true
}

// joinedTexts has a handful of entries: one for each set of tables that a
// filing touches.
var joinedTexts sync.Map

// shape is a statement of a batch: where its parameters begin, and whether they
// are values of one row in place of arrays.
type shape struct {
	sql    string
	before int
	single bool
}

// rows is how many rows the statement is given.
func (s shape) rows() string {
	if s.single {
		return "1"
	}
	return s.renumber("cardinality($1::text[])")
}

// join asks first whether the key is free, then for the incident, so that a
// refusal names those: PostgreSQL runs the rest in an order of its own.
func join(shapes []shape) string {
	var with, ask []string
	for _, s := range shapes {
		texts := parts[s.sql]
		if texts == nil {
			texts = []string{s.sql}
		}
		for _, text := range texts {
			name := fmt.Sprintf("w%d", len(with))
			switch text {
			case keepOnce:
				ask = append(ask, `CASE WHEN (SELECT count(*) FROM `+name+`) <> `+s.rows()+` THEN raise_unless(0, 1, 'GZ002') END`)
			case insertIncidents:
				ask = append(ask, `(SELECT count(*) FROM `+name+`)`)
				text += " RETURNING 1"
			default: // what is opened is new: a row that is there already is a fault
				text, _, _ = strings.Cut(text, "\nON CONFLICT")
			}
			with = append(with, name+" AS ("+s.renumber(text)+")")
		}
	}
	return "WITH " + strings.Join(with, ",\n") + "\nSELECT " + strings.Join(ask, ", ")
}

var (
	parameter = regexp.MustCompile(`\$(\d+)`)
	unnested  = regexp.MustCompile(`unnest\(((?:\s*\$\d+::[a-z]+\[\],?)+)\)(\s+AS \w+)?`)
)

// renumber moves the parameters of a part behind those of the parts before it.
func (s shape) renumber(text string) string {
	if s.single {
		text = unnested.ReplaceAllStringFunc(text, func(rows string) string {
			m := unnested.FindStringSubmatch(rows)
			alias := m[2]
			if alias == "" {
				alias = " AS t"
			}
			return "(VALUES (" + strings.ReplaceAll(m[1], "[]", "") + "))" + alias
		})
	}
	return parameter.ReplaceAllStringFunc(text, func(p string) string {
		n, _ := strconv.Atoi(p[1:]) // the pattern has only digits there
		return "$" + strconv.Itoa(n+s.before)
	})
}

// oneRow takes the arrays of a single row apart.
func oneRow(arrays []any) (bool, []any) {
	values := make([]any, len(arrays))
	for i, a := range arrays {
		v, ok := only(a)
		if !ok {
			return false, arrays
		}
		values[i] = v
	}
	return true, values
}

// only is the one element of an array, or the parameter itself where it is none.
func only(a any) (any, bool) {
	switch a := a.(type) {
	case pgtype.FlatArray[pgtype.UUID]:
		return first(a)
	case pgtype.FlatArray[timeOf]:
		return first(a)
	case []string:
		return first(a)
	case []bool:
		return first(a)
	case []int32:
		return first(a)
	case []int64:
		return first(a)
	case []*int32:
		return first(a)
	case []*int64:
		return first(a)
	case []*string:
		return first(a)
	case [][]byte:
		return first(a)
	case timeOf:
		return a, true
	}
	return nil, false
}

func first[T any](a []T) (any, bool) {
	if len(a) != 1 {
		return nil, false
	}
	return a[0], true
}
