package workflow_test

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/roles/rolestest"
	"gongzhi/workflow"
)

// counter is the store of a scene as the use cases see it; what they must not
// ask for is nil.
type counter struct {
	workflow.Store
	s     *scene
	files int // of the report, already there
}

func (c counter) World(_ context.Context, reference string) (workflow.World, error) {
	if reference != "GZ-00000-00000" {
		return workflow.World{}, record.ErrNotFound
	}
	return c.s.store.world(c.s.id), nil
}

func (c counter) WorldByService(context.Context, []byte) (workflow.World, record.Service, error) {
	return workflow.World{}, record.Service{}, workflow.ErrNotFound
}

func (c counter) WorldByReceipt(context.Context, []byte) (workflow.World, record.Report, error) {
	return c.s.store.world(c.s.id), record.Report{ID: rolestest.ID("report"), Incident: c.s.id}, nil
}

func (c counter) Report(_ context.Context, id record.ID) (record.Report, error) {
	if id != rolestest.ID("report") {
		return record.Report{}, record.ErrNotFound
	}
	return record.Report{ID: id, Incident: c.s.id}, nil
}

func (c counter) IsPublic(context.Context, record.ID) (bool, error) { return false, nil }

func (c counter) EvidenceCount(context.Context, record.ID) (int, error) { return c.files, nil }

func (c counter) Apply(_ context.Context, changes ...record.Change) error {
	for _, change := range changes {
		c.s.store.apply(c.s.t, change)
	}
	return nil
}

type plainSecrets struct{ workflow.Secrets }

func (plainSecrets) Seal(plain []byte, _, _ string, _ record.ID) []byte { return plain }
func (plainSecrets) ReceiptHash(shown string) ([]byte, error)           { return []byte(shown), nil }

func useCases(s *scene, files int) *workflow.UseCases {
	return &workflow.UseCases{Store: counter{s: s, files: files}, Secrets: plainSecrets{}, Env: s.env}
}

// TestAForeignReportTellsNobodyThatThereIsACase: who may not see the case gets
// the answer for what does not exist, whatever report is named.
func TestAForeignReportTellsNobodyThatThereIsACase(t *testing.T) {
	s := newScene(t)
	u := useCases(s, 0)
	stranger := s.person("other city/officer")
	for _, report := range []record.ID{uuid.Nil, uuid.New(), rolestest.ID("report")} {
		for _, reference := range []string{"GZ-00000-00000", "GZ-99999-99999"} {
			for _, actor := range []roles.Actor{stranger, {Role: roles.Citizen}} {
				err := u.Say(t.Context(), reference, actor, workflow.Ask, report, "what happened?")
				require.ErrorIs(t, err, workflow.ErrNotFound)
			}
		}
	}
	refusal, ok := workflow.AsRefusal(u.Say(t.Context(), "GZ-00000-00000", s.person("city/officer"), workflow.Ask, uuid.New(), "what happened?"))
	require.True(t, ok)
	require.Equal(t, "report_unknown", refusal.Code, "who sees the case hears what is wrong")
	require.NoError(t, u.Say(t.Context(), "GZ-00000-00000", s.person("city/officer"), workflow.Ask, rolestest.ID("report"), "what happened?"))
}

func TestAReportTakesTenFilesHoweverTheyCome(t *testing.T) {
	s := newScene(t)
	file := record.Evidence{ID: rolestest.ID("file")}
	require.NoError(t, useCases(s, workflow.MaxEvidence-1).EvidenceByReceipt(t.Context(), "receipt", file))
	refusal, ok := workflow.AsRefusal(useCases(s, workflow.MaxEvidence).EvidenceByReceipt(t.Context(), "receipt", file))
	require.True(t, ok)
	require.Equal(t, workflow.Invalid, refusal.Kind)
	require.Equal(t, "file_too_many", refusal.Code)
}
