package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

type party struct {
	Kind string `json:"kind"`
	Name string `json:"name,omitempty"`
}

type base struct {
	Region string `json:"region"`
}

type filing struct {
	base
	Title       string           `json:"title"`
	Persons     int64            `json:"persons_affected"`
	Small       uint8            `json:"small"`
	Share       float64          `json:"share"`
	Open        bool             `json:"open"`
	Respondents []party          `json:"respondents"`
	Pieces      map[string]int64 `json:"pieces"`
	At          time.Time        `json:"at"`
	ID          uuid.UUID        `json:"id"`
	Note        *string          `json:"note"`
	Raw         json.RawMessage  `json:"raw"`
	Any         any              `json:"any"`
	Key         []byte           `json:"key"`
	Pair        [2]int           `json:"pair"`
	Hidden      string           `json:"-"`
	secret      string           //nolint:unused // its name must not become a known field
}

// secretValue stands for personal data in a rejected body.
const secretValue = "13800138000"

func faults(t *testing.T, err error) []string {
	t.Helper()
	var p *Problem
	require.ErrorAs(t, err, &p)
	require.Equal(t, 400, p.Status)
	var out []string
	for _, e := range p.Errors {
		out = append(out, e.Pointer+": "+e.Detail)
	}
	return out
}

func TestDecodeStrictAccepts(t *testing.T) {
	var f filing
	require.NoError(t, DecodeStrict(strings.NewReader(` {
		"title":"泄露","region":"110105","persons_affected":12,"small":255,"share":0.5,"open":true,"respondents":[{"kind":"enterprise"},{"kind":"organ","name":"x"}],
		"pieces":{"health":3},"at":"2026-11-22T12:00:00+08:00","id":"0f8fad5b-d9cb-469f-a165-70867728950e","note":null,"raw":{"a":[1]},"any":{"b":null},"key":"AQI=","pair":[1,2]
	} `+"\n"), &f))
	require.Equal(t, "110105", f.Region)
	require.Equal(t, int64(12), f.Persons)
	require.Equal(t, "organ", f.Respondents[1].Kind)
	require.Equal(t, int64(3), f.Pieces["health"])
	require.Equal(t, []byte{1, 2}, f.Key)
	require.JSONEq(t, `{"a":[1]}`, string(f.Raw))
}

var refusedBodies = []struct{ name, body, want string }{
	{"empty", "", ": the body is empty"},
	{"spaces", " \n", ": the body is empty"},
	{"not JSON", `{"title":` + secretValue, ": the body is not valid JSON"},
	{"not UTF-8", "{\"title\":\"\xff\"}", ": the body is not UTF-8"},
	{"second value", `{}{"title":"x"}`, ": there is more after the JSON value"},
	{"text behind", `{} ` + secretValue, ": there is more after the JSON value"},
	{"list", `[]`, ": must be an object, not a list"},
	{"text", `"` + secretValue + `"`, ": must be an object"},
	{"null", `null`, ": must be an object, not null; leave it out instead"},
	{"unknown", `{"tittle":"x"}`, "/tittle: is not a known field"},
	{"unknown inside", `{"respondents":[{"kind":"x"},{"kind":"x","salary":1}]}`, "/respondents/1/salary: is not a known field"},
	{"unknown that is data", `{"` + secretValue + `":1}`, ": is not a known field"},
	{"unknown with a slash", `{"a/b~c":1}`, ": is not a known field"},
	{"other case", `{"Title":"x"}`, "/Title: is not a known field"},
	{"hidden", `{"Hidden":"x"}`, "/Hidden: is not a known field"},
	{"hidden by dash", `{"-":"x"}`, ": is not a known field"},
	{"unexported", `{"secret":"x"}`, "/secret: is not a known field"},
	{"embedded by name", `{"base":{}}`, "/base: is not a known field"},
	{"twice", `{"title":"x","title":"` + secretValue + `"}`, "/title: is given twice"},
	{"twice by escape", `{"title":"x","t\u0069tle":"y"}`, "/title: is given twice"},
	{"twice in a map", `{"pieces":{"health":1,"health":2}}`, "/pieces/health: is given twice"},
	{"twice in raw", `{"raw":{"a":1,"a":2}}`, "/raw/a: is given twice"},
	{"twice in any", `{"any":[{"a":1,"a":2}]}`, "/any/0/a: is given twice"},
	{"number for text", `{"title":` + secretValue + `}`, "/title: must be a text"},
	{"object for text", `{"title":{"a":"` + secretValue + `"}}`, "/title: must be a text, not an object"},
	{"list for text", `{"title":["` + secretValue + `"]}`, "/title: must be a text, not a list"},
	{"null for text", `{"title":null}`, "/title: must be a text, not null; leave it out instead"},
	{"NUL in text", `{"title":"a\u0000b"}`, "/title: must not hold the NUL character"},
	{"NUL in raw", `{"raw":"\u0000"}`, "/raw: must not hold the NUL character"},
	{"NUL in a name", `{"pieces":{"\u0000":1}}`, "/pieces: must not hold the NUL character in a name"},
	{"text for number", `{"persons_affected":"` + secretValue + `"}`, "/persons_affected: must be a whole number within range"},
	{"fraction", `{"persons_affected":1.5}`, "/persons_affected: must be a whole number within range"},
	{"too large", `{"persons_affected":92233720368547758080}`, "/persons_affected: must be a whole number within range"},
	{"negative", `{"small":-1}`, "/small: must be a whole number from 0 within range"},
	{"over a byte", `{"small":256}`, "/small: must be a whole number from 0 within range"},
	{"text for share", `{"share":"half"}`, "/share: must be a number"},
	{"text for yes", `{"open":"true"}`, "/open: must be true or false"},
	{"object for list", `{"respondents":{"0":{}}}`, "/respondents: must be a list, not an object"},
	{"text for list", `{"respondents":"x"}`, "/respondents: must be a list"},
	{"deep wrong type", `{"respondents":[{"name":7}]}`, "/respondents/0/name: must be a text"},
	{"map value", `{"pieces":{"health":"many"}}`, "/pieces/health: must be a whole number within range"},
	{"map key is data", `{"pieces":{"` + secretValue + `":"x"}}`, "/pieces: must be a whole number within range"},
	{"date", `{"at":"` + secretValue + `"}`, "/at: must be a date and time as in RFC 3339"},
	{"null date", `{"at":null}`, "/at: must not be null; leave it out instead"},
	{"id", `{"id":"` + secretValue + `"}`, "/id: does not have the expected form"},
	{"pointer", `{"note":5}`, "/note: must be a text"},
	{"number out of range", `{"any":1e999}`, "/any: must be a JSON value within range"},
	{"not base64", `{"key":"?` + secretValue + `"}`, "/key: must be base64 text"},
	{"list for bytes", `{"key":[1,2]}`, "/key: must be base64 text, not a list"},
	{"wrong count", `{"pair":[1,2,3]}`, "/pair: must have exactly 2 items"},
	{"deep", `{"any":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + `}`, "/any" + strings.Repeat("/0", 31) + ": is nested too deeply"},
	{"very deep", `{"any":` + strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000) + `}`, ": the body is not valid JSON"},
}

func TestDecodeStrictRefuses(t *testing.T) {
	for _, tt := range refusedBodies {
		t.Run(tt.name, func(t *testing.T) {
			got := filing{Title: "before"}
			err := DecodeStrict(strings.NewReader(tt.body), &got)
			require.Equal(t, []string{tt.want}, faults(t, err))
			require.NotContains(t, fmt.Sprintf("%+v %v", err, err), secretValue)
			require.Equal(t, filing{Title: "before"}, got, "dst is untouched")
		})
	}
}

func TestDecodeStrictNamesAllFaults(t *testing.T) {
	err := DecodeStrict(strings.NewReader(`{"title":1,"open":2,"x":3}`), &filing{})
	require.Equal(t, []string{"/title: must be a text", "/open: must be true or false", "/x: is not a known field"}, faults(t, err))
	many := `{"respondents":[` + strings.Repeat(`{"x":1},`, 500) + `{}]}`
	require.Len(t, faults(t, DecodeStrict(strings.NewReader(many), &filing{})), maxJSONErrors)
}

func TestDecodeStrictReader(t *testing.T) {
	gone := errors.New("gone")
	require.ErrorIs(t, DecodeStrict(iotest.ErrReader(gone), &filing{}), gone)
	require.ErrorIs(t, DecodeStrict(strings.NewReader(strings.Repeat(" ", maxJSON+1)), &filing{}), TooLarge())
	require.Error(t, DecodeStrict(strings.NewReader("{}"), filing{}), "needs a pointer")
	require.Error(t, DecodeStrict(strings.NewReader("{}"), nil))
}

func TestRejectedValuesAreNeverNamed(t *testing.T) {
	fields := []string{"title", "persons_affected", "small", "share", "open", "respondents", "pieces", "at", "id", "note", "raw", "key", "pair", "unknown", secretValue}
	forms := []string{`"%s"`, `%s`, `["%s"]`, `{"kind":"%s"}`, `{"kind":"x","kind":"%s"}`, `[{"name":["%s"]}]`, `{"%s":"%[1]s"}`, `-%s.5`, `"%s`, `[[{"%s":null}]]`}
	rapid.Check(t, func(t *rapid.T) {
		var parts []string
		for range rapid.IntRange(1, 5).Draw(t, "members") {
			value := fmt.Sprintf(rapid.SampledFrom(forms).Draw(t, "form"), secretValue)
			parts = append(parts, fmt.Sprintf("%q:%s", rapid.SampledFrom(fields).Draw(t, "field"), value))
		}
		err := DecodeStrict(strings.NewReader("{"+strings.Join(parts, ",")+"}"), &filing{})
		if err == nil {
			return
		}
		shown, marshalErr := json.Marshal(err)
		require.NoError(t, marshalErr)
		require.NotContains(t, err.Error()+string(shown), secretValue)
	})
}

// FuzzDecodeStrict: whatever is accepted is accepted by encoding/json with the
// same result, and whatever is refused is a Problem.
func FuzzDecodeStrict(f *testing.F) {
	for _, s := range []string{`{}`, `{"title":"x"}`, `{"respondents":[{"kind":"a"}],"pieces":{"a":1}}`, `{"raw":[1,{"a":null}],"any":1e3}`, `{"title":"\ud800"}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var strict, lenient filing
		err := DecodeStrict(strings.NewReader(string(body)), &strict)
		if err != nil {
			var p *Problem
			require.ErrorAs(t, err, &p)
			return
		}
		require.NoError(t, json.Unmarshal(body, &lenient))
		require.Equal(t, lenient, strict)
	})
}
