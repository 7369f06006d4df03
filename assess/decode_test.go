package assess

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const secret = "13800138000"

func TestFactsAreRefusedByNameAndNeverByValue(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{`{"facts":{"peices":{"track":1}}}`, "facts.peices: unknown field"},
		{`{"facts":{"Acts":["sell"]}}`, "facts.Acts: unknown field"},
		{`{"fact":{}}`, "fact: unknown field"},
		{`{"facts":{"pieces":{"phone":1}}}`, "pieces.phone: unknown category"},
		{`{"facts":{"pieces":{"track":-1}}}`, "pieces.track: must not be negative"},
		{`{"facts":{"pieces":{"track":1.5}}}`, "facts.pieces.track: must be a whole number"},
		{`{"facts":{"pieces":{"track":"` + secret + `"}}}`, "facts.pieces.track: must be a whole number"},
		{`{"facts":{"pieces":{"track":99999999999999999999}}}`, "facts.pieces.track: out of range"},
		{`{"facts":{"pieces":{"track":1000000000000001}}}`, "pieces.track: must be at most"},
		{`{"facts":{"pieces":{"track":1,"track":2}}}`, "facts.pieces.track: given twice"},
		{`{"facts":{"acts":["` + secret + `"]}}`, "acts[0]: unknown act"},
		{`{"facts":{"acts":"sell"}}`, "facts.acts: must be a list"},
		{`{"facts":{"acts":[7]}}`, "facts.acts[0]: must be a text"},
		{`{"facts":{"in_duty":"yes"}}`, "facts.in_duty: must be true or false"},
		{`{"facts":{"illegal_income_cny":-0.01}}`, "facts.illegal_income_cny: must be a plain decimal"},
		{`{"facts":{"illegal_income_cny":1e9}}`, "facts.illegal_income_cny: must be a plain decimal"},
		{`{"facts":{"illegal_income_cny":"1e999999999"}}`, "facts.illegal_income_cny: must be a plain decimal"},
		{`{"facts":{"illegal_income_cny":true}}`, "facts.illegal_income_cny: must be a number"},
		{`{"facts":{"prior_admin_months_ago":-1}}`, "prior_admin_months_ago: must be from 0"},
		{`{"facts":{"prior_admin_months_ago":1.5}}`, "facts.prior_admin_months_ago: must be a whole number"},
		{`{"facts":{"consequences":["sorrow"]}}`, "consequences: unknown consequence"},
		{`{"facts":{"pieces":{}},"transactions":[]}`, "transactions: stands instead of facts.pieces"},
		{`{"transactions":[{"act":"sell","category":"other","count":1,"proved_untrue":2}]}`, "transactions[0]: proved_duplicates: with proved_untrue more than count"},
		{`{"transactions":[{"act":"sell","category":"other","price":2}]}`, "transactions[0].price: unknown field"},
		{`{"transactions":[{"category":"other"}]}`, "transactions[0]: act: unknown or missing"},
		{`{"id":{"x":1},"facts":{}}`, "id: must be a text or a number"},
		{`{"facts":{}} {}`, "more than one JSON value"},
		{`[]`, "must be an object"},
		{`null`, "must be an object"},
		{``, "malformed JSON"},
		{`{"facts":{`, "malformed JSON"},
		{"{\"id\":\"\xff\"}", "not UTF-8"},
	} {
		_, err := DecodeSeriousness([]byte(c.line))
		require.ErrorContains(t, err, c.want, c.line)
		require.NotContains(t, err.Error(), secret)
		var fact *FactError
		require.True(t, errors.As(err, &fact), c.line)
	}
}

func TestSumsBeyondTheBoundAreRefused(t *testing.T) {
	p := seriousnessPack(t)
	big := Transaction{Act: Sell, Category: "other", Count: maxPieces}
	_, err := Seriousness(p, SeriousnessFacts{Transactions: []Transaction{big, big}})
	require.ErrorContains(t, err, "transactions: add up")
	most := map[string]int64{}
	for _, c := range categoryNames {
		most[c] = maxPieces
	}
	made, err := Seriousness(p, SeriousnessFacts{Acts: []Act{Sell}, Pieces: most})
	require.NoError(t, err)
	require.Equal(t, GradeEspeciallySerious, made.Grade)
}

func TestNamesInErrorsAreShort(t *testing.T) {
	_, err := DecodeSeriousness([]byte(`{"` + strings.Repeat("x", 5000) + `":1}`))
	require.Less(t, len(err.Error()), 200)
}

func TestDisclosureLine(t *testing.T) {
	line, err := DecodeDisclosure([]byte(`{"id":7,"disclosure":"illegal","facts":{"knew":null,"court":"x","act":"republish"}}`))
	require.NoError(t, err)
	require.Nil(t, line.Facts.Knew)
	require.JSONEq(t, `"x"`, string(line.Facts.Remarks["court"]))
	for _, c := range []struct{ line, want string }{
		{`{"facts":{}}`, "disclosure: unknown or missing value"},
		{`{"disclosure":"secret","facts":{}}`, "disclosure: unknown or missing value"},
		{`{"disclosure":"illegal","facts":{"harm":"lots"}}`, "harm: unknown or missing value"},
		{`{"disclosure":"illegal","facts":{"knew":"no"}}`, "facts.knew: must be true, false or null"},
		{`{"disclosure":"illegal","notes":1}`, "notes: unknown field"},
		{`{"disclosure":"illegal","seriousness":{"facts":{"pieces":{"x":1}}}}`, "pieces.x: unknown category"},
	} {
		_, err := DecodeDisclosure([]byte(c.line))
		require.ErrorContains(t, err, c.want, c.line)
	}
}

func TestCirculationLine(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{`{"informed":1}`, "informed: must be true, false or null"},
		{`{"imformed":true}`, "imformed: unknown field"},
		{`{"informed":true,"facts":{"informed":true}}`, "facts.informed: given twice"},
	} {
		_, _, err := DecodeCirculation([]byte(c.line))
		require.ErrorContains(t, err, c.want)
	}
}

func TestFactsSurviveALine(t *testing.T) {
	months := 3
	f := SeriousnessFacts{
		Acts: []Act{Sell}, IllegalIncome: mustDecimal(t, "0.10"), PriorAdminMonthsAgo: &months,
		Transactions: []Transaction{{Act: Sell, Category: "other", Set: "a", Count: 7, Batch: true}},
	}
	b, err := f.LineOf()
	require.NoError(t, err)
	line, err := DecodeSeriousness(b)
	require.NoError(t, err)
	require.Equal(t, f, line.Facts)

	no := false
	d := DisclosureFacts{Disclosure: "illegal", Harm: "minor", Sold: true, Knew: &no, Remarks: remarks(`{"k":1}`)}
	b, err = d.LineOf(&SeriousnessFacts{Acts: []Act{Sell}})
	require.NoError(t, err)
	back, err := DecodeDisclosure(b)
	require.NoError(t, err)
	require.Equal(t, d, back.Facts)
	require.NotNil(t, back.Seriousness)

	breach := BreachFacts{Operator: "cii", Persons: 3, DirectLoss: Yuan(2)}
	require.NoError(t, breach.Set("network_data", true))
	b, err = breach.LineOf()
	require.NoError(t, err)
	_, again, err := DecodeBreach(b)
	require.NoError(t, err)
	require.Equal(t, breach, again)
}
