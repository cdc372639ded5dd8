package datasets

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
)

// trailer is a declaration behind the function that a completion completed.
type trailer struct {
	text  string
	order int
	file  *ast.File
}

// needed are the declarations in text, which follows a function, that the function
// needs, in their order: functions, types, variables and constants it names, methods of
// such types, and what these need in turn. A model that was not stopped goes on to
// write main functions, tests and prose; benchmarks of completions cut those off.
func needed(text string, fn *ast.File) []string {
	byName, declared := map[string][]*trailer{}, map[string]bool{"_": true, "init": true}
	declared[fn.Decls[0].(*ast.FuncDecl).Name.Name] = true
	count := 0
	parts := declarations(text)
	for i, part := range parts {
		f, err := parseText(part, parser.SkipObjectResolution)
		if err != nil && i == len(parts)-1 { // a stop sequence may have eaten its end
			part = strings.TrimRight(part, " \t\r\n") + "\n}"
			f, err = parseText(part, parser.SkipObjectResolution)
		}
		if err != nil || len(f.Decls) != 1 {
			continue
		}
		names, method := trailerNames(f.Decls[0])
		if !method && slices.ContainsFunc(names, func(n string) bool { return declared[n] }) {
			continue // the first one counts
		}
		t := &trailer{strings.TrimSpace(part), count, f}
		count++
		for _, name := range names {
			declared[name] = declared[name] || !method
			byName[name] = append(byName[name], t)
		}
	}
	kept := make([]string, count)
	todo := []*ast.File{fn}
	for len(todo) > 0 {
		f := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		ast.Inspect(f, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				for _, t := range byName[id.Name] {
					if kept[t.order] == "" {
						kept[t.order] = t.text
						todo = append(todo, t.file)
					}
				}
				delete(byName, id.Name)
			}
			return true
		})
	}
	var list []string
	for _, k := range kept {
		if k != "" {
			list = append(list, k)
		}
	}
	return list
}

// trailerNames are the names by which a declaration is needed; that of a method is the
// name of its receiver's type. Imports have none.
func trailerNames(d ast.Decl) (names []string, method bool) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil || len(d.Recv.List) == 0 {
			return []string{d.Name.Name}, false
		}
		ast.Inspect(d.Recv.List[0].Type, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok && len(names) == 0 {
				names = append(names, id.Name)
			}
			return true
		})
		return names, true
	case *ast.GenDecl:
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.TypeSpec:
				names = append(names, s.Name.Name)
			case *ast.ValueSpec:
				for _, id := range s.Names {
					names = append(names, id.Name)
				}
			}
		}
	}
	return names, false
}

// declarations cuts text into what may be declarations: at the end of each statement
// that is in no bracket, and before each line that starts with the word func.
func declarations(text string) []string {
	var parts []string
	from, depth, empty := 0, 0, true
	cut := func(to int) {
		parts = append(parts, text[from:to])
		from, depth, empty = to, 0, true
	}
	for t := range tokens(text) {
		switch t.tok {
		case token.LPAREN, token.LBRACK, token.LBRACE:
			depth++
		case token.RPAREN, token.RBRACK, token.RBRACE:
			depth = max(0, depth-1)
		case token.FUNC:
			if !empty && text[t.offset-1] == '\n' {
				cut(t.offset)
			}
		case token.SEMICOLON:
			if depth == 0 {
				cut(min(t.offset+1, len(text)))
				continue
			}
		}
		empty = false
	}
	cut(len(text))
	return parts
}
