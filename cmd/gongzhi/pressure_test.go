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
