package record_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gongzhi/record"
)

// judged says of every part of a Change how its rows are held to their events:
// worked out from the facts, bound by a hash, or not part of the record.
var judged = map[string]string{
	"Guards": "facts", "Events": "facts", "Incidents": "facts", "Duties": "facts", "Proposals": "facts", "Transfers": "facts",
	"Tasks": "facts", "Appeals": "facts", "Ratings": "facts", "Withdrawn": "facts", "Merges": "facts", "Notices": "facts", "Timers": "facts", "Unset": "facts", "Texts": "facts",
	"Reports": "bound", "Parties": "bound", "Messages": "bound", "Evidence": "bound", "Public": "bound", "Versions": "bound",
	"Readings": "bound", "Findings": "bound", "Overrides": "bound", "Org": "bound", "Signed": "bound", "Services": "bound", "Draws": "bound",
	"Once": "kept for a day, and no part of the record",
}

// TestEveryPartOfAChangeIsHeldToItsEvents: whoever adds a part says how a
// change of its rows behind the program's back is found.
func TestEveryPartOfAChangeIsHeldToItsEvents(t *testing.T) {
	of := reflect.TypeFor[record.Change]()
	for i := range of.NumField() {
		name := of.Field(i).Name
		require.Contains(t, judged, name, "say in record/bind.go and here how rows of %s are held to their events", name)
		if judged[name] != "bound" || of.Field(i).Type.Kind() != reflect.Slice {
			continue
		}
		var c record.Change
		reflect.ValueOf(&c).Elem().Field(i).Set(reflect.MakeSlice(of.Field(i).Type, 1, 1))
		require.Len(t, c.Beside(), 1, name)
	}
}

func TestARowIsBoundToTheLastEventOfItsCase(t *testing.T) {
	a, b := uuid.New(), uuid.New()
	event := func(id record.ID) record.Event {
		return record.Event{ID: uuid.New(), Subject: record.Subject{Kind: record.SubjectIncident, ID: id}, Seq: 1, Kind: "x", Salt: []byte("salt")}
	}
	c := record.Change{
		Events:   []record.Event{event(a), event(a), event(b)},
		Messages: []record.Message{{ID: uuid.New(), Incident: a, Sealed: []byte("x"), At: time.Now()}},
	}
	bound, err := record.Bind(c)
	require.NoError(t, err)
	require.Empty(t, bound.Events[0].Facts.Rows)
	require.Len(t, bound.Events[1].Facts.Rows, 1)
	require.Empty(t, c.Events[1].Facts.Rows, "the change that was given stays as it is")
	again, err := record.Bind(bound)
	require.NoError(t, err)
	require.Equal(t, bound, again)
	read, err := record.ParseCanonical(bound.Events[1].Canonical)
	require.NoError(t, err)
	require.Equal(t, bound.Events[1].Facts.Rows, read.Facts.Rows)
}
