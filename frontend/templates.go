package frontend

import (
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"path"
	"strings"
	texttemplate "text/template"
	"text/template/parse"
)

// layout is the template around each page.
const layout = "layout.html"

// parseAll parses every page into one set, so that the components are there
// once for each language and not once more for each page: those copies were
// two thirds of the memory of an idle server. What a page defines, "main" above
// all, bears the page's name in the set, and so does the page's layout, which
// is the only template that is made anew for it.
func parseAll(funcs template.FuncMap) (*template.Template, error) {
	set, err := template.New("").Funcs(funcs).ParseFS(templateFiles, "templates/components/*.html")
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(templateFiles, "templates/pages/*.html")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		page, err := texttemplate.New(layout).Funcs(funcs).ParseFS(templateFiles, "templates/"+layout, name)
		if err != nil {
			return nil, err
		}
		if err := adopt(set, page, strings.TrimSuffix(path.Base(name), ".html")); err != nil {
			return nil, err
		}
	}
	return set, decideEscaping(set)
}

// decideEscaping decides at once how each template escapes what it shows: decided page
// by page, a component that one page has in its text and a later one in an
// attribute would escape twice, and the set would change while pages are shown.
func decideEscaping(set *template.Template) error {
	var calls strings.Builder
	for _, t := range set.Templates() {
		if strings.HasPrefix(t.Name(), layout) {
			fmt.Fprintf(&calls, "{{template %q .}}", t.Name())
		}
	}
	all, err := set.New("all").Parse("{{if .}}" + calls.String() + "{{end}}")
	if err != nil {
		return err
	}
	return all.Execute(io.Discard, nil)
}

// adopt adds a page's templates to the set under names of its own.
func adopt(set *template.Template, page *texttemplate.Template, name string) error {
	own := map[string]string{}
	for _, t := range page.Templates() {
		own[t.Name()] = ownName(t.Name(), name)
	}
	for _, t := range page.Templates() {
		rename(t.Root, own)
		if _, err := set.AddParseTree(own[t.Name()], t.Tree); err != nil {
			return err
		}
	}
	return nil
}

// ownName is the name in the set of a template that a page defines.
func ownName(template, page string) string { return template + " of " + page }

// rename follows the new names in all calls below a node.
func rename(n parse.Node, names map[string]string) {
	switch n := n.(type) {
	case *parse.ListNode:
		if n == nil { // a branch without "else"
			return
		}
		for _, child := range n.Nodes {
			rename(child, names)
		}
	case *parse.TemplateNode:
		if name, ok := names[n.Name]; ok {
			n.Name = name
		}
	case *parse.IfNode:
		renameBranch(&n.BranchNode, names)
	case *parse.WithNode:
		renameBranch(&n.BranchNode, names)
	case *parse.RangeNode:
		renameBranch(&n.BranchNode, names)
	}
}

func renameBranch(n *parse.BranchNode, names map[string]string) {
	rename(n.List, names)
	rename(n.ElseList, names)
}
