package api

import (
	"context"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

type fakeSamples struct {
	months []string
	err    error
}

func (f *fakeSamples) Draws(context.Context) ([]record.Draw, error) {
	return []record.Draw{{Month: "2026-10", Entry: 9, Seed: make([]byte, 32), Closings: 61, Size: 4, At: noon}}, f.err
}

func (f *fakeSamples) Draw(_ context.Context, _ roles.Actor, month string) (workflow.DrawDone, error) {
	f.months = append(f.months, month)
	return workflow.DrawDone{Draw: record.Draw{Month: month, Seed: make([]byte, 32), At: noon}, Opened: 3}, f.err
}

func TestDrawingsAreListedForEverybodyAndAMonthIsDrawn(t *testing.T) {
	f := newFace(t)
	w := f.call("GET", "/api/v1/sample-draws", "")
	require.Equal(t, http.StatusOK, w.Code, w.Body.String())
	require.Contains(t, w.Body.String(), `"closings":61`)
	w = f.call("POST", "/api/v1/sample-draws", `{"month":"2026-10"}`, asOfficer)
	require.Equal(t, http.StatusCreated, w.Code, w.Body.String())
	require.Equal(t, []string{"2026-10"}, f.samples.months)
	f.samples.err = record.Refuse(record.WrongTime, "month", "month_drawn", "this month is drawn already")
	require.Equal(t, http.StatusConflict, f.call("POST", "/api/v1/sample-draws", `{"month":"2026-10"}`, asOfficer).Code)
}

func TestAnExplanationIsReadByWhoeverIsAsked(t *testing.T) {
	f := newFace(t)
	w := f.call("GET", "/api/v1/incidents/"+theCase+"/explanation", "", asOfficer)
	require.Equal(t, http.StatusOK, w.Code, w.Body.String())
	require.Contains(t, w.Body.String(), "two of us were ill")
	f.door.err = record.ErrNotFound
	require.Equal(t, http.StatusNotFound, f.call("GET", "/api/v1/incidents/"+theCase+"/explanation", "", asOfficer).Code)
}
