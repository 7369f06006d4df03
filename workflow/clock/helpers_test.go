package clock

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// shanghai reads "2006-01-02 15:04" in the zone of the calendar.
func shanghai(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", s, CN().Zone())
	require.NoError(t, err)
	return at
}

func format(t time.Time) string { return t.In(CN().Zone()).Format("2006-01-02 15:04") }
