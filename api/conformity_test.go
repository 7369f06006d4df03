package api

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"github.com/stretchr/testify/require"
)

func logTo(w io.Writer) *slog.Logger {
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

// conformity holds answers against openapi.yaml, by a reader that is not ours.
type conformity struct {
	doc    *openapi3.T
	router routers.Router
}

var readOnce = sync.OnceValues(func() (*conformity, error) {
	loader := openapi3.NewLoader()
	doc, err := loader.LoadFromData(descriptionYAML)
	if err != nil {
		return nil, err
	}
	if err := doc.Validate(loader.Context); err != nil {
		return nil, err
	}
	router, err := gorillamux.NewRouter(doc)
	return &conformity{doc, router}, err
})

func documentation(t *testing.T) *conformity {
	t.Helper()
	c, err := readOnce()
	require.NoError(t, err)
	return c
}

func (c *conformity) check(t *testing.T, r *http.Request, w *httptest.ResponseRecorder) {
	t.Helper()
	route, params, err := c.router.FindRoute(r)
	if err != nil {
		require.Contains(t, []int{http.StatusNotFound, http.StatusMethodNotAllowed}, w.Code, "an address that is not in the description")
		return
	}
	options := &openapi3filter.Options{IncludeResponseStatus: true}
	err = openapi3filter.ValidateResponse(r.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: r, Route: route, PathParams: params, Options: options},
		Status:                 w.Code, Header: w.Header(), Body: io.NopCloser(bytes.NewReader(w.Body.Bytes())), Options: options,
	})
	require.NoError(t, err, w.Body.String())
	if w.Code >= http.StatusBadRequest {
		require.Equal(t, "application/problem+json", w.Header().Get("Content-Type"))
		require.Equal(t, w.Code, decode[Problem](t, w).Status)
	}
}

// TestRoutesAreThoseOfTheDescription compares router and description, both ways.
func TestRoutesAreThoseOfTheDescription(t *testing.T) {
	f := newFace(t)
	var routed, described []string
	for _, r := range f.engine.Routes() {
		routed = append(routed, r.Method+" "+r.Path)
	}
	for path, item := range f.documented.doc.Paths.Map() {
		for method, op := range item.Operations() {
			described = append(described, method+" "+ginRoute(path))
			require.True(t, op.Tags[0] == "operation" || op.Responses.Default() != nil, "%s does not say how it fails", op.OperationID)
		}
	}
	slices.Sort(routed)
	slices.Sort(described)
	require.Equal(t, described, routed)
}

// TestEveryJSONBodyIsDecodedStrictly fails when an operation gains a body that
// only the lenient generated code reads.
func TestEveryJSONBodyIsDecodedStrictly(t *testing.T) {
	for _, item := range documentation(t).doc.Paths.Map() {
		for _, op := range item.Operations() {
			if op.RequestBody == nil || op.RequestBody.Value.Content["application/json"] == nil || strings.HasPrefix(op.OperationID, "file") {
				continue
			}
			require.Contains(t, bodies, op.OperationID)
			schema := op.RequestBody.Value.Content["application/json"].Schema.Value
			require.False(t, *schema.AdditionalProperties.Has, "%s: the description refuses unknown fields too", op.OperationID)
		}
	}
}

// TestDescriptionIsServed as JSON and says what openapi.yaml says.
func TestDescriptionIsServed(t *testing.T) {
	f := newFace(t)
	w := f.call(http.MethodGet, "/openapi.json", "")
	require.Equal(t, http.StatusOK, w.Code)
	doc, err := openapi3.NewLoader().LoadFromData(w.Body.Bytes())
	require.NoError(t, err)
	require.Len(t, doc.Paths.Map(), len(f.documented.doc.Paths.Map()))
	w = f.call(http.MethodGet, "/version", "")
	require.JSONEq(t, `{"version":"test"}`, w.Body.String())
}

// TestAccessIsThatOfTheDescription asks every operation without credentials:
// only those that the description opens answer.
func TestAccessIsThatOfTheDescription(t *testing.T) {
	f := newFace(t)
	for key, op := range documentationOps(t) {
		method, path, _ := strings.Cut(key, " ")
		path = strings.NewReplacer(":reference", theCase, ":id", reportID.String()).Replace(path)
		w := f.call(method, path, "")
		refused := w.Code == http.StatusUnauthorized
		require.Equal(t, op.access == signedIn || op.access == receiptHolder || op.access == codeHolder || op.access == refreshHolder, refused, "%s: %d", key, w.Code)
	}
	require.Empty(t, f.cases.did)
	require.Empty(t, f.cases.said)
}

func documentationOps(t *testing.T) map[string]*operation {
	t.Helper()
	d, err := readDescription()
	require.NoError(t, err)
	return d.ops
}
