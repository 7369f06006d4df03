package api

import (
	"flag"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/workflow"
)

var update = flag.Bool("update", false, "print the actions into openapi.yaml")

// TestActionsAreThoseOfTheTables compares openapi.yaml with the tables of the
// domain, and prints them into it with -update.
func TestActionsAreThoseOfTheTables(t *testing.T) {
	want := string(descriptionYAML)
	want = between(t, want, "actions", printActions())
	want = between(t, want, "action names", printNames())
	if *update {
		require.NoError(t, os.WriteFile("openapi.yaml", []byte(want), 0o644))
		return
	}
	require.Equal(t, want, string(descriptionYAML), "openapi.yaml lists other actions than the tables: go generate ./api")
}

// TestFieldsOfActionsAreFieldsOfTheBody fails when a table gains a field that
// the body has not, or the body one that no action takes.
func TestFieldsOfActionsAreFieldsOfTheBody(t *testing.T) {
	taken := map[string]bool{"action": true, "reason": true}
	for _, a := range actions {
		for _, f := range a.fields {
			taken[f] = true
		}
	}
	has := map[string]bool{}
	body := reflect.TypeFor[Act]()
	for i := range body.NumField() {
		name, _, _ := strings.Cut(body.Field(i).Tag.Get("json"), ",")
		has[name] = true
	}
	require.Equal(t, taken, has)
}

// TestEveryFieldIsWatched fails when strayFields does not know a field.
func TestEveryFieldIsWatched(t *testing.T) {
	body := reflect.ValueOf(new(Act)).Elem()
	for i := range body.NumField() {
		name, _, _ := strings.Cut(body.Type().Field(i).Tag.Get("json"), ",")
		if name == "action" {
			continue
		}
		var b Act
		fill(t, reflect.ValueOf(&b).Elem().Field(i))
		faults := strayFields(b, action{reason: reasonNone})
		require.Len(t, faults, 1, name)
		require.Equal(t, name, faults[0].Field)
	}
}

func fill(t *testing.T, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.String:
		v.SetString("x")
	case reflect.Int:
		v.SetInt(1)
	case reflect.Int64:
		v.SetInt(1)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
	case reflect.Array:
		v.Index(0).SetUint(1)
	case reflect.Struct: // a time
		v.Set(reflect.ValueOf(noon))
	default:
		t.Fatalf("no value for %s", v.Type())
	}
}

// TestRowsAreHereOrElsewhere fails when the table gains a row that nobody
// placed.
func TestRowsAreHereOrElsewhere(t *testing.T) {
	for _, row := range workflow.Transitions {
		_, here := actionNamed(string(row.Action))
		require.NotEqual(t, here, slices.Contains(elsewhere, row.Action), row.Action)
	}
}

func between(t *testing.T, text, name, inside string) string {
	t.Helper()
	head, rest, found := strings.Cut(text, "# begin "+name+":")
	require.True(t, found, name)
	mark, rest, _ := strings.Cut(rest, "\n")
	_, tail, found := strings.Cut(rest, "      # end "+name+"\n")
	require.True(t, found, name)
	return head + "# begin " + name + ":" + mark + "\n" + inside + "      # end " + name + "\n" + tail
}

func printActions() string {
	var b strings.Builder
	b.WriteString("      x-actions:\n")
	for _, a := range actions {
		fmt.Fprintf(&b, "        %s: {fields: [%s], reason: %s, second_person: %t, if_match: %t}\n",
			a.name, strings.Join(a.fields, ", "), a.reason, a.second, a.ifMatch)
	}
	return b.String()
}

func printNames() string {
	names := make([]string, len(actions))
	for i, a := range actions {
		names[i] = a.name
	}
	return "      enum: [" + strings.Join(names, ", ") + "]\n"
}
