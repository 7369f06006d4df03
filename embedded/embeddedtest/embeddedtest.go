// Package embeddedtest gives every test binary one real PostgreSQL and one real
// Redis, private, in memory, started at the first need and gone at its end.
package embeddedtest

import (
	"context"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"gongzhi/embedded"
)

var shared struct {
	once     sync.Once
	services *embedded.Services
	err      error
}

// patience covers a first download on a slow line.
const patience = 5 * time.Minute

// Shared returns the pair of this test binary. The package should have a
// TestMain that calls Main, which stops it.
func Shared(t testing.TB) *embedded.Services {
	t.Helper()
	shared.once.Do(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		shared.services, shared.err = embedded.Start(ctx, embedded.Options{Ephemeral: true, Log: logf})
	})
	if shared.err != nil {
		t.Fatalf("start PostgreSQL and Redis for the tests: %v", shared.err)
	}
	return shared.services
}

func logf(format string, args ...any) {
	if testing.Verbose() {
		fmt.Fprintf(os.Stderr, "embedded: "+format+"\n", args...)
	}
}

// Main runs the tests, stops the servers, then runs the checks (such as
// goleak.Find) if the tests passed, and exits. It is to be called by TestMain.
func Main(m *testing.M, after ...func() error) {
	code := m.Run()
	if shared.services != nil {
		after = append([]func() error{shared.services.Stop}, after...)
	}
	for _, check := range after {
		if err := check(); err != nil && code == 0 {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	os.Exit(code)
}
