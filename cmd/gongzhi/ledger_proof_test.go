package main

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/db/dbtest"
)

// askJSON asks a running server and reads its answer.
func askJSON(t *testing.T, method, url, body string, into any, header ...string) int {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	require.NoError(t, err)
	req.Header.Set("Content-Type", "application/json")
	for n := 0; n+1 < len(header); n += 2 {
		req.Header.Set(header[n], header[n+1])
	}
	res, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer res.Body.Close() // read to the end below
	require.NoError(t, json.NewDecoder(io.LimitReader(res.Body, 1<<20)).Decode(into))
	return res.StatusCode
}

// TestAFilerHoldsProofOfFilingAndOfSilence goes the filer's way by the API: the
// promise with the receipt, the same again when the request is repeated, the
// proof, and what the program says of them off-line and against the log.
func TestAFilerHoldsProofOfFilingAndOfSilence(t *testing.T) {
	data := folder(t)
	i := running(t, append(at(dbtest.URL(t), noRedis), "GONGZHI_LOG_EVERY=1s"), serving(t, data)...)
	trust := trustFlags{Key: keyOfLog(t, data)}
	const told = `{"title":"T","narrative":"N","violation":"leak","region":"440300","filer":{"kind":"anonymous"}}`
	var filed, again struct{ Reference, Receipt, Promise string }
	key := onceKey()
	require.Equal(t, http.StatusCreated, askJSON(t, http.MethodPost, i.url+"/api/v1/reports", told, &filed, "Idempotency-Key", key))
	require.Equal(t, http.StatusCreated, askJSON(t, http.MethodPost, i.url+"/api/v1/reports", told, &again, "Idempotency-Key", key))
	require.Equal(t, filed, again)
	promise := keepFile(t, "my.tlog-promise", []byte(filed.Promise))
	out, err := verify(verifyCommand{File: promise, trustFlags: trust})
	require.NoError(t, err, out)

	var told2 struct {
		LogKey  string `json:"log_key"`
		Promise string
		Proof   string
		Size    int64
	}
	byReceipt := []string{"Authorization", "Receipt " + filed.Receipt}
	within(t, 15*time.Second, "the log takes the report in", func() bool {
		require.Equal(t, http.StatusOK, askJSON(t, http.MethodGet, i.url+"/api/v1/track/proof", "", &told2, byReceipt...))
		return told2.Proof != ""
	})
	require.Equal(t, filed.Promise, told2.Promise)
	require.Equal(t, trust.Key, told2.LogKey)
	proof := keepFile(t, "my.tlog-proof", []byte(told2.Proof))
	out, err = verify(verifyCommand{File: proof, trustFlags: trust})
	require.NoError(t, err, out)
	require.Contains(t, out, "proven: act 1 of the incident stream, report.filed")
	out, err = verify(verifyCommand{File: proof, Log: i.url + "/log", trustFlags: trust})
	require.NoError(t, err, out)
	require.Contains(t, out, "silence: act 2 of this stream is in none of the")
	out, err = verify(verifyCommand{File: promise, Log: i.url + "/log", trustFlags: trust})
	require.NoError(t, err, out)
	require.Contains(t, out, "kept")

	var refused map[string]any
	require.Equal(t, http.StatusNotFound, askJSON(t, http.MethodGet, i.url+"/api/v1/track/proof", "", &refused, "Authorization", "Receipt 0000-0000-0000-0000-0000-0000"))
	require.Equal(t, http.StatusUnauthorized, askJSON(t, http.MethodGet, i.url+"/api/v1/track/proof", "", &refused))
}
