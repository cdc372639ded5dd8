package datasets

import (
	"errors"
	"go/scanner"
	"go/token"
	"strings"

	"dialogo/datasets/gosrc"
)

// caseParts are the three parts of a case: call => want // note.
type caseParts struct {
	call  string
	arrow bool // "=>" is there
	want  string
	// wantLine is the line of want, counted from 0 at the case's first line.
	wantLine int
	note     string
}

// splitCase splits a case at the "=>" and the note that stand outside all
// brackets and literals, by Go's own scanner. In a Go expression "=" and ">" never
// stand side by side outside a function's body, so there is no doubt which.
func splitCase(text string) (caseParts, error) {
	fset := token.NewFileSet()
	file := fset.AddFile("", fset.Base(), len(text))
	var first error
	var s scanner.Scanner
	s.Init(file, []byte(text), func(at token.Position, msg string) {
		if first == nil {
			first = &gosrc.Error{Line: at.Line, Message: msg}
		}
	}, scanner.ScanComments)
	c := caseSplitter{text: text, assign: -1}
	for {
		pos, tok, lit := s.Scan()
		if tok == token.EOF {
			break
		}
		c.token(file.Offset(pos), tok, lit)
	}
	if first == nil && c.depth != 0 {
		first = errors.New("the brackets are not balanced; a line that goes on with the one before starts with white space")
	}
	return c.parts(), first
}

// caseSplitter follows the tokens of a case.
type caseSplitter struct {
	text   string
	depth  int // of brackets
	assign int // where a "=" just ended the last token, -1 if none did
	arrow  int // where "=>" starts, if found
	found  bool
	end    int // where the last token ended that is no comment
	notes  []string
}

func (c *caseSplitter) token(at int, tok token.Token, lit string) {
	before := c.assign
	c.assign = -1
	switch tok {
	case token.COMMENT:
		if c.depth == 0 {
			c.notes = append(c.notes, noteText(lit))
		}
		return
	case token.SEMICOLON:
		if lit == "\n" {
			return // not in the text
		}
	case token.LPAREN, token.LBRACK, token.LBRACE:
		c.depth++
	case token.RPAREN, token.RBRACK, token.RBRACE:
		c.depth--
	case token.ASSIGN:
		c.assign = at
	case token.GTR:
		if c.depth == 0 && before >= 0 && before == at-1 && !c.found {
			c.arrow, c.found = before, true
		}
	}
	if lit == "" {
		lit = tok.String()
	}
	c.end = at + len(lit)
}

func (c *caseSplitter) parts() caseParts {
	end := min(c.end, len(c.text))
	p := caseParts{call: c.text[:end], note: strings.Join(c.notes, " ")}
	if c.found {
		p.arrow = true
		p.call, p.want = c.text[:c.arrow], c.text[c.arrow+len("=>"):end]
		p.wantLine = strings.Count(p.call, "\n")
	}
	return p
}

// noteText takes the marks off a comment.
func noteText(comment string) string {
	comment = strings.TrimPrefix(comment, "//")
	if rest, ok := strings.CutPrefix(comment, "/*"); ok {
		comment = strings.TrimSuffix(rest, "*/")
	}
	return strings.Join(strings.Fields(comment), " ")
}
