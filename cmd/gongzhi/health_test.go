package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/gin-gonic/gin"
	"github.com/stretchr/testify/require"

	"gongzhi/db/dbtest"
	"gongzhi/embedded/embeddedtest"
)

// TestReadyzTellsNobodyPathsOrAddresses: fixed words outside, the whole of it
// to the log and the operator.
func TestReadyzTellsNobodyPathsOrAddresses(t *testing.T) {
	o := newOffice(t)
	o.db.Close() // it does not answer any more
	r := gin.New()
	o.registerHealth(r, new(atomic.Bool))
	for range 2 {
		w := httptest.NewRecorder()
		r.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/readyz", nil))
		require.Equal(t, http.StatusServiceUnavailable, w.Code)
		body, err := io.ReadAll(w.Body)
		require.NoError(t, err)
		require.JSONEq(t, `{"ready":false,"conditions":[
			{"name":"database","ok":false,"detail":"does not answer"},
			{"name":"schema","ok":false,"detail":"does not fit this program"},
			{"name":"redis","ok":true},{"name":"clock","ok":true}]}`, string(body))
	}
	require.Contains(t, o.logs.String(), `"condition":"database"`)
	detail := healthDesk{o.app}.Conditions(t.Context())[0].Detail
	require.NotEqual(t, "does not answer", detail)
	require.Contains(t, o.logs.String(), "not ready")
}

// TestATakenMetricsAddressIsToldAtTheStart: before anybody is told that the
// server listens.
func TestATakenMetricsAddressIsToldAtTheStart(t *testing.T) {
	other := running(t, at(dbtest.URL(t), noRedis), serving(t, folder(t))...)
	env := append(at(dbtest.URL(t), embeddedtest.Shared(t).RedisURL), "GONGZHI_METRICS_ADDR="+other.url[len("http://"):])
	_, err := start(t.Context(), env, serving(t, folder(t))...)
	require.ErrorContains(t, err, "ended before it listened")
	require.ErrorContains(t, err, "GONGZHI_METRICS_ADDR")
}
