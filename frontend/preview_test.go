package frontend

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/locale"
)

// TestPreview writes every sample page, with the styles of the page build, to the folder that GONGZHI_PREVIEW
// names, to be looked at in a browser. Without it there is nothing to do.
func TestPreview(t *testing.T) {
	folder := os.Getenv("GONGZHI_PREVIEW")
	if folder == "" {
		t.Skip("GONGZHI_PREVIEW names no folder")
	}
	assets, err := BuiltAssets()
	require.NoError(t, err)
	require.NoError(t, os.CopyFS(filepath.Join(folder, "assets"), assets.files))
	r := NewRenderer(assets)
	require.NoError(t, r.Parse())
	for _, s := range allSamples() {
		for _, lang := range locale.All() {
			page := rendered(t, r, inLanguage(s.shell, lang), s.page)
			page = strings.ReplaceAll(page, `"`+AssetPrefix, `"assets/`)
			name := filepath.Join(folder, s.name+"."+string(lang)+".html")
			require.NoError(t, os.WriteFile(name, []byte(page), 0o600))
		}
	}
}
