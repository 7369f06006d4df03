package db

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
)

func TestALookGoesOnForASecondAtMost(t *testing.T) {
	var p passed
	now := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	last := dueRow{Due: now.Add(-time.Minute), Chain: uuid.New()}
	p.reach(last, now)
	due, chain := p.place(now.Add(pass))
	require.Equal(t, last.Due, due)
	require.Equal(t, last.Chain, chain)

	p.reach(last, now.Add(pass)) // going on does not put the start off
	due, chain = p.place(now.Add(pass + time.Millisecond))
	require.True(t, due.IsZero())
	require.Equal(t, uuid.Nil, chain)

	p.reach(last, now)
	p.restart()
	due, _ = p.place(now)
	require.True(t, due.IsZero())
}

func TestALookStartsOverWhenTheClockIsSetBack(t *testing.T) {
	var p passed
	now := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	p.reach(dueRow{Due: now, Chain: uuid.New()}, now)
	due, _ := p.place(now.Add(-time.Hour))
	require.True(t, due.IsZero())
}
