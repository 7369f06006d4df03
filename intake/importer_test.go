package intake

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/roles/rolestest"
	"gongzhi/workflow"
)

func manyRows(n int) string {
	var b strings.Builder
	b.WriteString(smallHeader)
	for i := range n {
		b.WriteString(strings.Replace(good, "a1", fmt.Sprintf("a%d", i), 1))
	}
	return b.String()
}

func TestRefusedBatchFallsBackToRows(t *testing.T) {
	s := newStore()
	s.refuse = func(changes []record.Change) error {
		for _, c := range changes {
			if len(c.Incidents) > 0 && c.Incidents[0].ExternalID == "small:a7" {
				return record.Refuse(record.Invalid, "title", "odd", "is odd")
			}
		}
		return nil
	}
	sum, out := importText(t, newArchive(s), smallMapping, "in.csv", manyRows(60))
	require.Equal(t, Summary{Rows: 60, Created: 59, Failed: 1}, sum)
	require.Contains(t, out, ",failed,,title,odd,is odd\n")
	require.Equal(t, 1+50+1, s.applies)
	for _, id := range s.external {
		require.Contains(t, s.public, id, "an incident and its page come together")
	}
}

func TestFasterImportIsSeen(t *testing.T) {
	s := newStore()
	raced := false
	s.refuse = func([]record.Change) error {
		if raced {
			return nil
		}
		raced = true
		sum, _ := importText(t, newArchive(s), smallMapping, "in.csv", strings.Replace(manyRows(1), "Title", "Other", 1))
		require.Equal(t, 1, sum.Created)
		return nil
	}
	sum, _ := importText(t, newArchive(s), smallMapping, "in.csv", manyRows(1))
	require.Equal(t, Summary{Rows: 1, Amended: 1}, sum)
	require.Len(t, s.incidents, 1)
}

func TestStoreOutOfReachEndsTheImport(t *testing.T) {
	s := newStore()
	s.refuse = func([]record.Change) error { return errOutOfReach }
	_, err := Run(t.Context(), Options{Mapping: put(t, "m.yaml", smallMapping), Data: put(t, "in.csv", manyRows(60)), Importer: newArchive(s), Now: now})
	require.ErrorIs(t, err, errOutOfReach)
	require.Equal(t, 1+maxFailures, s.applies)

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = Run(ctx, Options{Mapping: put(t, "m.yaml", smallMapping), Data: put(t, "in.csv", manyRows(60)), Importer: newArchive(newStore()), Now: now})
	require.ErrorIs(t, err, context.Canceled)
}

func TestAmendingKeepsAWithdrawnPageWithdrawn(t *testing.T) {
	s := newStore()
	importText(t, newArchive(s), smallMapping, "in.csv", manyRows(1))
	row, _, _ := s.of(t, "small:a0")
	p := s.public[row.ID]
	p.State = record.Withdrawn
	s.public[row.ID] = p
	sum, _ := importText(t, newArchive(s), smallMapping, "in.csv", strings.Replace(manyRows(1), "Some", "Other", 1))
	require.Equal(t, 1, sum.Amended)
	_, texts, _ := s.of(t, "small:a0")
	require.Equal(t, "Other text", texts["narrative"])
	require.Equal(t, record.Withdrawn, s.public[row.ID].State)
	require.Len(t, s.versions[row.ID], 1)
}

func TestReasonIsKeptOnlyWhereSomethingWasFound(t *testing.T) {
	s := newStore()
	mapping := smallMapping + "kept: {constant: The source published this number itself.}\n"
	body := smallHeader + good + strings.Replace(strings.Replace(good, "a1", "a2", 1), "Some text", "Call 13812345678", 1)
	sum, _ := importText(t, newArchive(s), mapping, "in.csv", body)
	require.Equal(t, 2, sum.Created)
	_, _, v := s.of(t, "small:a1")
	require.Empty(t, v.Kept)
	_, _, v = s.of(t, "small:a2")
	require.Equal(t, "The source published this number itself.", v.Kept)
}

func TestHTMLPassesTheGateToo(t *testing.T) {
	s := newStore()
	mapping := strings.Replace(smallMapping, "  narrative: {column: text}\n", "  narrative: {column: title}\n  html: {column: text}\n", 1)
	sum, out := importText(t, newArchive(s), mapping, "in.csv", smallHeader+strings.Replace(good, "Some text", "Call 13812345678", 1))
	require.Equal(t, 1, sum.Failed)
	require.Contains(t, out, ",html,gate,")
}

func TestTwoDifferentPeopleClear(t *testing.T) {
	a := newArchive(newStore())
	a.Clearer = a.Proposer
	_, err := a.Import(t.Context(), []Record{{}})
	require.ErrorContains(t, err, "two different people")
	_, err = ByOrigin{}.Import(t.Context(), []Record{{Origin: OriginReport}})
	require.Error(t, err)
}

// fakeFiling remembers what was filed under which key.
type fakeFiling struct {
	filed map[string]workflow.Submission
	index map[string]Known
}

func (f *fakeFiling) File(_ context.Context, _ roles.Actor, key string, s workflow.Submission) (workflow.Filed, error) {
	if old, ok := f.filed[key]; ok && old.Title != s.Title {
		return workflow.Filed{}, record.Refuse(record.Reused, "Idempotency-Key", "key_reused", "other body")
	}
	f.filed[key] = s
	return workflow.Filed{Reference: "GZ-" + key}, nil
}

func (f *fakeFiling) Imported(_ context.Context, ids []string) (map[string]Known, error) {
	return f.index, nil
}

func TestExampleReportsAreFiled(t *testing.T) {
	f := &fakeFiling{filed: map[string]workflow.Submission{}}
	im := &Reports{
		Filing: f, Index: f, Actor: roles.Actor{Person: rolestest.ID("clerk"), Role: roles.Organization, Organization: rolestest.ID("ngo")},
		Secret: func(kind, value string) []byte { return []byte(kind + value) },
	}
	run := func(data string) Summary {
		sum, err := Run(t.Context(), Options{Mapping: "../data/mappings/example-reports.yaml", Data: data, Importer: im, Now: now})
		require.NoError(t, err)
		return sum
	}
	const example = "../data/mappings/example-reports.csv"
	require.Equal(t, Summary{Rows: 3, Created: 3}, run(example))
	require.Len(t, f.filed, 3)
	s := f.filed[fmt.Sprintf("%x", "importexample-ngo:2025-001")]
	require.Equal(t, "leak", s.Violation)
	require.Equal(t, "logistics", s.Sector)
	require.Equal(t, "110105", s.Region)
	require.EqualValues(t, "2025-03-01", s.OccurredOn)
	require.Equal(t, map[string]int64{"other": 3600}, s.Pieces, "three classes, 1,200 each")
	require.EqualValues(t, 1200, *s.Persons)
	require.Equal(t, "named", s.Filer.Kind)
	require.Equal(t, "示例速递有限公司", s.Respondents[0].Name)
	second := f.filed[fmt.Sprintf("%x", "importexample-ngo:2025-002")]
	require.Nil(t, second.Persons)
	require.Equal(t, map[string]int64{"health": 300}, second.Pieces)

	f.index = map[string]Known{"example-ngo:2025-001": {Reference: "GZ-1"}}
	require.Equal(t, 1, run(example).Unchanged)
	im.Actor = roles.Actor{}
	_, err := im.Import(t.Context(), []Record{{}})
	require.ErrorContains(t, err, "signed in")
}
