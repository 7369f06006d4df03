package importrules

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestImportRules reads every package of the module and names each import that the table refuses.
func TestImportRules(t *testing.T) {
	packages := listPackages(t)
	require.NotEmpty(t, packages)
	for _, p := range packages {
		for _, violation := range Violations(p) {
			t.Error(violation)
		}
	}
}

// TestViolations proves that the rules can fail: each case is an import that somebody might be tempted to write.
func TestViolations(t *testing.T) {
	cases := []struct {
		name    string
		pkg     Package
		refused bool
	}{
		{"down the arrow", Package{ImportPath: "gongzhi/workflow", Imports: []string{"gongzhi/record"}}, false},
		{"up the arrow", Package{ImportPath: "gongzhi/record", Imports: []string{"gongzhi/workflow"}}, true},
		{"sibling in the same folder", Package{ImportPath: "gongzhi/db/queries", Imports: []string{"gongzhi/db/internal/x"}}, false},
		{"sub-folder has the row of its top", Package{ImportPath: "gongzhi/workflow/calendar", Imports: []string{"gongzhi/db"}}, true},
		{"driver outside db", Package{ImportPath: "gongzhi/web", Imports: []string{"github.com/jackc/pgx/v5/pgxpool"}}, true},
		{"driver in db", Package{ImportPath: "gongzhi/db", Imports: []string{"github.com/jackc/pgx/v5"}}, false},
		{"driver in a test", Package{ImportPath: "gongzhi/embedded", TestImports: []string{"github.com/jackc/pgx/v5"}}, false},
		{"redis outside queue", Package{ImportPath: "gongzhi/escalation", Imports: []string{"github.com/redis/go-redis/v9"}}, true},
		{"gin in the domain", Package{ImportPath: "gongzhi/workflow", Imports: []string{"github.com/gin-gonic/gin"}}, true},
		{"a name that only begins the same", Package{ImportPath: "gongzhi/web", Imports: []string{"github.com/jackc/pgxfoo"}}, false},
		{"page asks the database", Package{ImportPath: "gongzhi/frontend", Imports: []string{"gongzhi/db"}}, true},
		{"page's test asks the database", Package{ImportPath: "gongzhi/frontend", XTestImports: []string{"gongzhi/db/dbtest"}}, true},
		{"test helper in a test", Package{ImportPath: "gongzhi/escalation", XTestImports: []string{"gongzhi/db/dbtest"}}, false},
		{"test helper in the product", Package{ImportPath: "gongzhi/cmd/gongzhi", Imports: []string{"gongzhi/db/dbtest"}}, true},
		{"test helper needs the supervisor", Package{ImportPath: "gongzhi/db/dbtest", Imports: []string{"gongzhi/embedded"}}, false},
		{"assertions in the product", Package{ImportPath: "gongzhi/web", Imports: []string{"github.com/stretchr/testify/require"}}, true},
		{"a decision that opens a connection", Package{ImportPath: "gongzhi/workflow", Imports: []string{"net/http"}}, true},
		{"a decision that reads a file", Package{ImportPath: "gongzhi/assess", Imports: []string{"os"}}, true},
		{"a decision that reads an address", Package{ImportPath: "gongzhi/publication", Imports: []string{"net/url"}}, false},
		{"cmd wires", Package{ImportPath: "gongzhi/cmd/gongzhi", Imports: []string{"gongzhi/db", "gongzhi/queue"}}, false},
		{"nobody imports cmd", Package{ImportPath: "gongzhi/internal/x", Imports: []string{"gongzhi/cmd/gongzhi"}}, true},
		{"folder without a row", Package{ImportPath: "gongzhi/helpers"}, true},
		{"code in the root", Package{ImportPath: "gongzhi"}, true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.refused, len(Violations(c.pkg)) > 0)
		})
	}
}

// TestTableIsAcyclic follows the rows: arrows point down only, so no folder may reach itself.
func TestTableIsAcyclic(t *testing.T) {
	var visit func(top string, trail []string)
	visit = func(top string, trail []string) {
		require.NotContains(t, trail, top, "the table has a circle")
		for _, next := range allowed[top] {
			if next != anything {
				visit(next, append(trail, top))
			}
		}
	}
	for top := range allowed {
		visit(top, nil)
	}
}

func listPackages(t *testing.T) []Package {
	t.Helper()
	touchSources(t)
	list := exec.CommandContext(t.Context(), "go", "list", "-e", "-json=ImportPath,Imports,TestImports,XTestImports", Module+"/...")
	list.Dir = "../.."
	var problems strings.Builder
	list.Stderr = &problems
	out, err := list.Output()
	require.NoError(t, err, problems.String())
	var packages []Package
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p Package
		err := decoder.Decode(&p)
		if errors.Is(err, io.EOF) {
			return packages
		}
		require.NoError(t, err)
		packages = append(packages, p)
	}
}

// touchSources looks at every Go file, because the test cache remembers the files a test looked at itself, not those
// that a child process read: without it a cached pass would outlive the code it was about.
func touchSources(t *testing.T) {
	t.Helper()
	err := filepath.WalkDir("../..", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "node_modules" || strings.HasPrefix(entry.Name(), ".c") || entry.Name() == ".git"):
			return filepath.SkipDir
		case filepath.Ext(path) == ".go":
			_, err = os.Stat(path)
		}
		return err
	})
	require.NoError(t, err)
}
