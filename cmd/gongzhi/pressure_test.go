package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestPressureIsManyWritesJustNow(t *testing.T) {
	var p pressure
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	require.False(t, p.high(at))
	for range pressureFrom - 1 {
		p.note(at, 1)
	}
	require.False(t, p.high(at), "a few")
	p.note(at, 1)
	require.True(t, p.high(at))
	require.True(t, p.high(at.Add(pressureWindow)), "until the next window is over")
	require.False(t, p.high(at.Add(2*pressureWindow)))
	p.note(at.Add(3*pressureWindow), 1)
	require.False(t, p.high(at.Add(5*pressureWindow)), "long ago")
}

func TestAStormHoldsTheLogForSomeSecondsAtMost(t *testing.T) {
	var s storm
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	require.False(t, s.holds(at))
	s.raised.note(at, stormFrom-1)
	require.False(t, s.holds(at), "many, but no storm")
	for past := time.Duration(0); past < longestStorm; past += pressureWindow {
		s.raised.note(at.Add(past), stormFrom)
		require.True(t, s.holds(at.Add(past)))
	}
	s.raised.note(at.Add(longestStorm), stormFrom)
	require.False(t, s.holds(at.Add(longestStorm)), "it goes on, the log no longer waits")

	calm := at.Add(longestStorm + 2*pressureWindow)
	require.False(t, s.holds(calm))
	s.raised.note(calm.Add(time.Second), stormFrom)
	require.True(t, s.holds(calm.Add(time.Second)), "the next one")
}
