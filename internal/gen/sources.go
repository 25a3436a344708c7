package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// captures is the source of a protocol of which there is no description.
const captures = "captures"

// sources returns the documents that the comments of the protocols name, by the constants of the protocols, and every constant
// that the protocols use, with its package.
func sources(folder string) (found map[string][]string, used map[string]string, err error) {
	found, used = map[string][]string{}, map[string]string{}
	err = filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		if dir := filepath.Base(filepath.Dir(path)); dir != filepath.Base(folder) && dir != "l7test" {
			ast.Inspect(file, func(n ast.Node) bool {
				if e, ok := n.(ast.Expr); ok && constant(e) != "" {
					used[constant(e)] = dir
				}
				return true
			})
		}
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Body != nil {
				sourcesOf(f, &commented{files, file}, found)
			}
		}
		return nil
	})
	return found, used, err
}

// sourcesOf adds the documents of the protocols that a function declares: those of the comment above the declaration, or of the
// function's own comment.
func sourcesOf(f *ast.FuncDecl, c *commented, found map[string][]string) {
	ast.Inspect(f.Body, func(n ast.Node) bool {
		name := declared(n)
		if name == "" {
			return true
		}
		text := c.above(n)
		if len(documents(text)) == 0 {
			text = f.Doc.Text()
		}
		if _, known := found[name]; !known {
			found[name] = nil
		}
		for _, d := range documents(text) {
			if !slices.Contains(found[name], d) {
				found[name] = append(found[name], d)
			}
		}
		return true
	})
}

// declared returns the constant of the protocol that a node declares: a literal with an ID, or a call with one first.
func declared(n ast.Node) string {
	switch n := n.(type) {
	case *ast.CompositeLit:
		for _, e := range n.Elts {
			if kv, ok := e.(*ast.KeyValueExpr); ok {
				if key, ok := kv.Key.(*ast.Ident); ok && key.Name == "ID" {
					return constant(kv.Value)
				}
			}
		}
	case *ast.CallExpr:
		if name := called(n.Fun); len(n.Args) > 1 && (name == "Prefixed" || name == "byNumber") {
			return constant(n.Args[0])
		}
	}
	return ""
}

func called(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

// constant returns the name of a constant of package categories.
func constant(e ast.Expr) string {
	if s, ok := e.(*ast.SelectorExpr); ok {
		if x, ok := s.X.(*ast.Ident); ok && x.Name == "categories" {
			return s.Sel.Name
		}
	}
	return ""
}

type commented struct {
	files *token.FileSet
	file  *ast.File
}

// above returns the comment that ends on the line before a node, or that follows it on its line.
func (c *commented) above(n ast.Node) string {
	line := c.files.Position(n.Pos()).Line
	for _, g := range c.file.Comments {
		if start := c.files.Position(g.Pos()).Line; c.files.Position(g.End()).Line == line-1 || start == line {
			return g.Text()
		}
	}
	return ""
}

var (
	parentheses = regexp.MustCompile(`\(((?:[^()]|\([^()]*\))*)\)`)
	// A document begins with a capital letter or a number, or with a project's name and a title.
	document = regexp.MustCompile(`^([A-Z0-9]|draft-|sFlow|[a-z][\w./-]*, ["A-Z])`)
	place    = regexp.MustCompile(`,? (sections?|clauses?|annex(es)?|appendix|part) .*|: .*`)
)

// documents returns the documents that a comment names in parentheses, without sections.
func documents(text string) (list []string) {
	for _, m := range parentheses.FindAllStringSubmatch(strings.ReplaceAll(text, "\n", " "), -1) {
		for d := range strings.SplitSeq(m[1], "; ") {
			if document.MatchString(d) {
				list = append(list, strings.ReplaceAll(place.ReplaceAllString(d, ""), `"`, ""))
			}
		}
	}
	return list
}
