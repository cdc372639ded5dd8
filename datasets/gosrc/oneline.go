package gosrc

import (
	"go/scanner"
	"go/token"
	"strconv"
	"strings"
)

// OneLine writes an expression, or a list of them, in one line without comments,
// for tables, messages and cases. Text that is so already stays as it is.
func OneLine(expr string) string {
	expr = strings.TrimSpace(expr)
	if !strings.ContainsAny(expr, "\n\r") && !strings.Contains(expr, "/") {
		return expr
	}
	fset := token.NewFileSet()
	file := fset.AddFile("", fset.Base(), len(expr))
	var s scanner.Scanner
	s.Init(file, []byte(expr), func(token.Position, string) {}, scanner.ScanComments)
	w := lineWriter{src: expr}
	for {
		pos, tok, lit := s.Scan()
		if tok == token.EOF {
			break
		}
		w.token(file.Offset(pos), tok, lit)
	}
	return strings.TrimSpace(w.b.String())
}

// lineWriter joins tokens. It keeps the space between tokens of one line.
type lineWriter struct {
	src  string
	b    strings.Builder
	end  int         // where the last token ended in src
	last token.Token // the last token written
	held bool        // a comma is held back: it is dropped before a closing bracket
	semi bool        // a line ended in an automatic semicolon
}

func (w *lineWriter) token(at int, tok token.Token, lit string) {
	switch {
	case tok == token.COMMENT:
		return
	case tok == token.SEMICOLON && lit == "\n":
		w.semi = true
		return
	}
	text := lit
	if text == "" || tok.IsOperator() {
		text = tok.String()
	}
	length := len(text)
	if tok == token.STRING && strings.ContainsAny(text, "\n\r") {
		if raw, err := strconv.Unquote(text); err == nil {
			text = strconv.Quote(raw)
		}
	}
	closing := tok == token.RPAREN || tok == token.RBRACK || tok == token.RBRACE
	if w.held && !closing {
		w.b.WriteString(",")
	}
	w.b.WriteString(w.gap(at, closing))
	if w.held = tok == token.COMMA; !w.held {
		w.b.WriteString(text)
	}
	w.end, w.last, w.semi = at+length, tok, false
}

// gap is what stands between the last token and one at this offset.
func (w *lineWriter) gap(at int, closing bool) string {
	between := w.src[min(w.end, at):at]
	opening := w.last == token.LPAREN || w.last == token.LBRACK || w.last == token.LBRACE
	switch {
	case w.end == 0:
		return ""
	case w.semi && !closing:
		return "; "
	case strings.TrimSpace(between) == "" && !strings.ContainsAny(between, "\n\r"):
		return between
	case opening || closing:
		return ""
	}
	return " "
}
