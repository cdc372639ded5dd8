package datasets

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"strings"

	"dialogo/bench"
	"dialogo/datasets/gosrc"
)

// CaseRules is what the cases of a task must agree with.
type CaseRules struct {
	// Signature is the entry function's.
	Signature gosrc.Signature
	// Checker says that a checker decides, so no results are wanted.
	Checker bool
}

// ParseCases reads cases.txt. It has two sections, "visible:" and "hidden:", and
// in them one case a line:
//
//	Clamp(5, 0, 3) => 3            // above the range
//	Div(1, 0) => 0, ErrZero        // results separated by commas
//	Parse("x") => 0, error         // any non-nil error
//	At(xs, -1) => panic            // the call must panic
//	Pick([]int{1, 2})              // no "=>": a checker decides
//
// A line that starts with white space goes on with the one before. A comment
// after a case is its note. Arguments and results are Go expressions, so "=>",
// commas and "//" inside strings and functions mean what they mean in Go.
// All errors are returned, with the line of each.
func ParseCases(text string, rules CaseRules) ([]bench.Case, []gosrc.Error) {
	p := caseParser{rules: rules}
	for _, l := range logicalLines(text) {
		if err := p.line(l); err != nil {
			bad := gosrc.Error{Line: l.number, Message: err.Error()}
			if at, ok := errors.AsType[*gosrc.Error](err); ok {
				bad = gosrc.Error{Line: l.number + at.Line - 1, Message: at.Message}
			}
			p.errs = append(p.errs, bad)
		}
	}
	if len(p.visible)+len(p.hidden) == 0 && len(p.errs) == 0 {
		p.errs = append(p.errs, gosrc.Error{Line: 1, Message: "there are no cases: write some below \"visible:\" and \"hidden:\""})
	}
	return append(p.visible, p.hidden...), p.errs
}

// logicalLine is a line with those that go on with it.
type logicalLine struct {
	number int // of its first line, from 1
	text   string
}

// logicalLines joins continued lines and drops blank and comment lines.
func logicalLines(text string) []logicalLine {
	var out []logicalLine
	for i, s := range strings.Split(text, "\n") {
		s = strings.TrimRight(s, " \t\r")
		continued := s != "" && (s[0] == ' ' || s[0] == '\t')
		switch {
		case continued && len(out) > 0:
			// Blank and comment lines between are kept, so that lines still count.
			last := &out[len(out)-1]
			gap := i + 1 - last.number - strings.Count(last.text, "\n")
			last.text += strings.Repeat("\n", gap) + s
		case s == "" || strings.HasPrefix(s, "//"):
		default:
			out = append(out, logicalLine{i + 1, s})
		}
	}
	return out
}

// caseParser gathers the cases of both sections.
type caseParser struct {
	rules           CaseRules
	section         string
	visible, hidden []bench.Case
	errs            []gosrc.Error
}

// line reads a section's name or a case.
func (p *caseParser) line(l logicalLine) error {
	parts, err := splitCase(l.text)
	if err != nil {
		return err
	}
	if name, ok := strings.CutSuffix(strings.TrimSpace(parts.call), ":"); ok && !parts.arrow {
		known := []string{"visible", "hidden"}
		if name != known[0] && name != known[1] {
			return fmt.Errorf("unknown section %q%s; the sections are \"visible:\" and \"hidden:\"", name, bench.DidYouMean(name, known))
		}
		p.section = name
		return nil
	}
	c, err := p.parse(parts)
	if err != nil {
		return err
	}
	switch p.section {
	case "visible":
		c.ID, c.Visible = fmt.Sprintf("v%d", len(p.visible)+1), true
		p.visible = append(p.visible, c)
	case "hidden":
		c.ID = fmt.Sprintf("h%d", len(p.hidden)+1)
		p.hidden = append(p.hidden, c)
	default:
		return errors.New("a case before the first section: put \"visible:\" or \"hidden:\" above it")
	}
	return nil
}

// parse makes a case of the parts of its line.
func (p *caseParser) parse(parts caseParts) (bench.Case, error) {
	args, err := p.args(parts.call)
	if err != nil {
		return bench.Case{}, err
	}
	c := bench.Case{Args: args, Note: parts.note}
	if parts.arrow {
		want := strings.TrimRight(parts.want, " \t\n")
		if strings.TrimSpace(want) == "" {
			return c, errors.New("nothing is wanted after \"=>\": write the results, or \"panic\"")
		}
		if _, _, err := gosrc.Split(want); err != nil {
			return c, shifted(err, parts.wantLine)
		}
		if c.Want = gosrc.OneLine(want); c.Want == "panic" {
			c.Want, c.Panics = "", true
		}
	}
	return c, checkCase(c, p.rules)
}

// args takes the arguments out of "Entry(args)".
func (p *caseParser) args(call string) (string, error) {
	entry := p.rules.Signature.Name
	fset := token.NewFileSet()
	e, err := parser.ParseExprFrom(fset, "", call, parser.SkipObjectResolution)
	if list, ok := errors.AsType[scanner.ErrorList](err); ok && len(list) > 0 {
		return "", &gosrc.Error{Line: list[0].Pos.Line, Message: list[0].Msg}
	}
	if err != nil {
		return "", err
	}
	x, ok := e.(*ast.CallExpr)
	if !ok {
		return "", fmt.Errorf("not a call: a case is written %s(…) => …", entry)
	}
	if id, ok := x.Fun.(*ast.Ident); !ok || id.Name != entry {
		fun := call[:fset.Position(x.Lparen).Offset]
		return "", fmt.Errorf("calls %s, but the entry function is %s: write %s(…), giving arguments types instead of instantiating it", fun, entry, entry)
	}
	from, to := fset.Position(x.Lparen).Offset+1, fset.Position(x.Rparen).Offset
	return strings.TrimSpace(strings.TrimSuffix(gosrc.OneLine(call[from:to]), ",")), nil
}

// shifted moves a line number on.
func shifted(err error, lines int) error {
	if at, ok := errors.AsType[*gosrc.Error](err); ok {
		return &gosrc.Error{Line: at.Line + lines, Message: at.Message}
	}
	return err
}
