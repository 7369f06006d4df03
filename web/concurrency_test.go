package web_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/stretchr/testify/require"

	"gongzhi/web"
)

func TestAGateTakesWhatItCanAndRefusesTheRestAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := web.NewGate(1, 1, time.Second)
		leave, err := g.Enter(t.Context())
		require.NoError(t, err)
		began := time.Now()
		waited := make(chan error)
		go func() {
			_, err := g.Enter(t.Context())
			waited <- err
		}()
		synctest.Wait()
		require.True(t, g.Full())
		_, err = g.Enter(t.Context())
		require.ErrorIs(t, err, web.Unavailable(0))
		require.Zero(t, time.Since(began), "the third is not made to wait")
		require.ErrorIs(t, <-waited, web.Unavailable(0))
		require.Equal(t, time.Second, time.Since(began), "the second waits as long as it may")
		leave()
		leave()
		again, err := g.Enter(t.Context())
		require.NoError(t, err, "what was left can be taken")
		again()
	})
}

// TestALastingCrowdWaitsLess: a wait that helped nobody is cut short.
func TestALastingCrowdWaitsLess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := web.NewGate(1, 1, 600*time.Millisecond)
		leave, err := g.Enter(t.Context())
		require.NoError(t, err)
		waits := func() time.Duration {
			began := time.Now()
			_, err := g.Enter(t.Context())
			require.ErrorIs(t, err, web.Unavailable(0))
			return time.Since(began)
		}
		require.Equal(t, 600*time.Millisecond, waits())
		time.Sleep(time.Millisecond) //nolint:forbidigo // synthetic time
		require.Equal(t, 100*time.Millisecond, waits())
		leave()
		leave, err = g.Enter(t.Context())
		require.NoError(t, err)
		require.Equal(t, 600*time.Millisecond, waits(), "a place was free again")
		leave()
	})
}

func TestWhoeverGivesUpLeavesNoPlaceTaken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := web.NewGate(1, 1, time.Hour)
		leave, err := g.Enter(t.Context())
		require.NoError(t, err)
		for range 5 {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			_, err := g.Enter(ctx)
			cancel()
			require.ErrorIs(t, err, context.DeadlineExceeded)
		}
		leave()
		leave, err = g.Enter(t.Context())
		require.NoError(t, err)
		leave()
	})
}

// TestASlowReaderHoldsNoPlace: the place is free while the answer is written.
func TestASlowReaderHoldsNoPlace(t *testing.T) {
	g := web.NewGate(1, 1, time.Hour)
	e, err := web.NewEngine(web.Config{})
	require.NoError(t, err)
	e.Use(web.GateReads(g, func(*http.Request) bool { return false }))
	during := make(chan error, 1)
	e.GET("/", func(c *gin.Context) {
		_, _ = io.WriteString(c.Writer, "the answer")
		leave, err := g.Enter(c)
		if err == nil {
			leave()
		}
		during <- err
	})
	w := httptest.NewRecorder()
	e.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	require.NoError(t, <-during)
	require.Equal(t, "the answer", w.Body.String())
}
