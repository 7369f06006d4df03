// Package importrules holds the table of which folder of the project may import which, and the test that enforces it.
// The same table is printed in docs/architecture.md; a change here is a change of the design.
package importrules

import (
	"path"
	"slices"
	"strings"
)

// Module is the path of the Go module the rules are about.
const Module = "gongzhi"

// Package is one Go package of the module as `go list -json` describes it.
type Package struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
}

// Violations returns one sentence for each import of p that the tables refuse.
func Violations(p Package) []string {
	from := folder(p.ImportPath)
	if _, known := allowed[from]; !known {
		return []string{p.ImportPath + ": folder " + from + " has no row in the import table"}
	}
	var found []string
	for _, imported := range p.Imports {
		if !isHelper(p.ImportPath) && !mayImport(from, imported) {
			found = append(found, p.ImportPath+" imports "+imported+", which "+from+" may not")
		}
	}
	for _, imported := range slices.Concat(p.Imports, p.TestImports, p.XTestImports) {
		if ours(imported) && slices.Contains(neverEvenInTests[from], folder(imported)) {
			found = append(found, p.ImportPath+" imports "+imported+", which "+from+" may not even in tests")
		}
	}
	return found
}

func mayImport(from, imported string) bool {
	if !ours(imported) {
		return mayImportForeign(from, imported)
	}
	to := folder(imported)
	switch {
	case isHelper(imported), to == "cmd" && from != "cmd":
		return false
	case to == from:
		return true
	}
	return slices.Contains(allowed[from], anything) || slices.Contains(allowed[from], to)
}

func mayImportForeign(from, imported string) bool {
	if slices.Contains(pure, from) && isImpure(imported) {
		return false
	}
	for root, folders := range restricted {
		if under(root, imported) && !slices.Contains(folders, from) {
			return false
		}
	}
	return true
}

func isImpure(imported string) bool {
	if slices.Contains(harmless, imported) {
		return false
	}
	return slices.ContainsFunc(impure, func(root string) bool { return under(root, imported) })
}

// isHelper tells whether the package exists for tests only, by its name: dbtest, embeddedtest. Helpers may import what
// tests may; the product never imports them.
func isHelper(importPath string) bool {
	return ours(importPath) && strings.HasSuffix(path.Base(importPath), "test")
}

// ours tells whether the import path lies in the project's module.
func ours(importPath string) bool { return under(Module, importPath) }

// under tells whether the import path is root or lies below it.
func under(root, importPath string) bool {
	return importPath == root || strings.HasPrefix(importPath, root+"/")
}

// folder is the top-level folder of a package of ours; empty for the module's root.
func folder(importPath string) string {
	top, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(importPath, Module), "/"), "/")
	return top
}
