package frontend

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"gongzhi/locale"
)

func TestLanguageToggleKeepsThePage(t *testing.T) {
	shell := Shell{Lang: locale.ZhCN, Path: "/incidents", Query: url.Values{"q": {"a b"}, "lang": {"zh-CN"}}}
	toggles := shell.Toggles()
	require.Equal(t, "/incidents?lang=en&q=a+b", toggles[1].URL)
	require.True(t, toggles[0].Current)
	require.Equal(t, "English", toggles[1].Name)
}

func TestNavigationMarksOnePlace(t *testing.T) {
	shell := Shell{Path: "/desk/overview", Viewer: Viewer{Name: "x", Role: "leader"}}
	work := shell.Work()
	require.True(t, work[0].Current)
	require.False(t, work[1].Current, "the queue lies above the overview in the address, not in the list")
	shell.Path = "/desk/cases/GZ-1"
	for _, item := range shell.Work() {
		require.Equal(t, item.URL == "/desk/cases", item.Current, item.URL)
	}
	require.Empty(t, Shell{Path: "/"}.Work())
}

// TestOnlyWhoMayDrawIsShownTheWayThere: a supervisor has the leader's list, though no month to draw.
func TestOnlyWhoMayDrawIsShownTheWayThere(t *testing.T) {
	drawn := func(n NavItem) bool { return n.URL == deskSamplesURL }
	viewer := Viewer{Name: "x", Role: "leader"}
	require.False(t, slices.ContainsFunc(Shell{Viewer: viewer}.Work(), drawn))
	viewer.Draws = true
	require.True(t, slices.ContainsFunc(Shell{Viewer: viewer}.Work(), drawn))
}

func TestPagesThatAnswerAPostToggleByForm(t *testing.T) {
	page := rendered(t, testRenderer(t), Shell{Lang: locale.En}, stepPage(0, "d", &Draft{}, nil))
	require.Contains(t, page, `form="step" name="switch_language" value="zh-CN"`)
	require.NotContains(t, page, `hreflang=`)
}

func TestAssets(t *testing.T) {
	assets, err := openAssets(fstest.MapFS{
		"manifest.json": {Data: []byte(`{"app.css":"app-1.css"}`)}, "app-1.css": {Data: []byte("a{}")}, "secret.txt": {Data: []byte("x")},
	})
	require.NoError(t, err)
	require.Equal(t, "/assets/app-1.css", assets.URL("app.css"))
	for path, want := range map[string]int{"/assets/app-1.css": 200, "/assets/secret.txt": 404, "/assets/manifest.json": 404,
		"/assets/../assets.go": 404, "/assets/": 404} {
		w := httptest.NewRecorder()
		assets.ServeHTTP(w, &http.Request{Method: http.MethodGet, URL: &url.URL{Path: path}, Header: http.Header{}})
		require.Equal(t, want, w.Code, path)
	}
	_, err = openAssets(fstest.MapFS{"placeholder.txt": {}})
	require.ErrorIs(t, err, ErrNotBuilt)
}

func TestUnknownTemplateWritesNothing(t *testing.T) {
	w := httptest.NewRecorder()
	require.Error(t, testRenderer(t).Render(w, Shell{}, nowhere{}))
	require.Zero(t, w.Body.Len())
}

type nowhere struct{}

func (nowhere) Template() string { return "nowhere" }
func (nowhere) Title() Text      { return nil }
