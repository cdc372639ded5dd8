package sim

import (
	"fmt"
	"go/scanner"
	"go/token"
	"slices"
	"strings"
)

// difference is a place where code departs from its reference.
type difference struct {
	// line is the 1-based line of the code that is wrong, or after which something
	// is missing.
	line int
	// want and got are the lines that differ; one of them may be empty.
	want, got []string
}

// numbered is a line of code that is not blank and no package clause.
type numbered struct {
	text string
	line int
}

func codeLines(code string) []numbered {
	var lines []numbered
	for i, text := range strings.Split(code, "\n") {
		text = strings.TrimSpace(text)
		if text != "" && !strings.HasPrefix(text, "package ") {
			lines = append(lines, numbered{text, i + 1})
		}
	}
	return lines
}

// maxLines bounds the comparison, which takes time and memory by the square.
const maxLines = 1000

// compareLines finds the differences by the longest common subsequence of lines.
func compareLines(reference, code string) []difference {
	a, b := codeLines(reference), codeLines(code)
	a, b = a[:min(len(a), maxLines)], b[:min(len(b), maxLines)]
	common := commonSuffixes(a, b)
	var all []difference
	open := false
	add := func() *difference {
		if !open {
			all = append(all, difference{})
			open = true
		}
		return &all[len(all)-1]
	}
	last := 1
	for i, j := 0, 0; i < len(a) || j < len(b); {
		switch {
		case i < len(a) && j < len(b) && a[i].text == b[j].text:
			open, last = false, b[j].line
			i, j = i+1, j+1
		case j < len(b) && (i == len(a) || common[i][j+1] >= common[i+1][j]):
			d := add()
			if len(d.got) == 0 {
				d.line = b[j].line
			}
			d.got = append(d.got, b[j].text)
			j++
		default:
			d := add()
			if d.line == 0 {
				d.line = last
			}
			d.want = append(d.want, a[i].text)
			i++
		}
	}
	return all
}

// commonSuffixes[i][j] is the length of the longest common subsequence of a[i:]
// and b[j:].
func commonSuffixes(a, b []numbered) [][]int {
	common := make([][]int, len(a)+1)
	for i := range common {
		common[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			common[i][j] = max(common[i+1][j], common[i][j+1])
			if a[i].text == b[j].text {
				common[i][j] = common[i+1][j+1] + 1
			}
		}
	}
	return common
}

// advice names the line and the kind of mistake, and quotes nothing.
func (d difference) advice() string {
	switch {
	case len(d.got) == 0 && slices.ContainsFunc(d.want, isImport):
		return fmt.Sprintf("Look at the top, line %d: something the code uses is not imported.", d.line)
	case len(d.got) == 0:
		return fmt.Sprintf("Look at line %d: after it a step is missing, without which the rest does not hold.", d.line)
	case len(d.want) == 0:
		return fmt.Sprintf("Look at line %d: it is not needed, and it does harm.", d.line)
	case len(d.got) == 1 && len(d.want) == 1:
		return fmt.Sprintf("Look at line %d: %s.", d.line, mistake(tokens(d.want[0]), tokens(d.got[0])))
	}
	return fmt.Sprintf("Look at line %d and what follows: this part does not do what the task asks.", d.line)
}

func isImport(line string) bool {
	return strings.HasPrefix(line, "import") || strings.HasPrefix(line, `"`) && strings.HasSuffix(line, `"`)
}

// lexeme is a token and its text.
type lexeme struct {
	tok  token.Token
	text string
}

// tokens splits a line of code; broken code gives what can be made of it.
func tokens(line string) []lexeme {
	var s scanner.Scanner
	s.Init(token.NewFileSet().AddFile("", -1, len(line)), []byte(line), func(token.Position, string) {}, 0)
	var all []lexeme
	for {
		_, tok, text := s.Scan()
		if tok == token.EOF {
			return all
		}
		if tok != token.SEMICOLON || text == ";" {
			all = append(all, lexeme{tok, text})
		}
	}
}

// mistake puts the difference of two lines into words.
func mistake(want, got []lexeme) string {
	for len(want) > 0 && len(got) > 0 && want[0] == got[0] {
		want, got = want[1:], got[1:]
	}
	for len(want) > 0 && len(got) > 0 && want[len(want)-1] == got[len(got)-1] {
		want, got = want[:len(want)-1], got[:len(got)-1]
	}
	switch {
	case len(want) == 1 && len(got) == 1:
		return oneToken(want[0], got[0])
	case len(got) > 0 && got[0].tok == token.NOT, len(want) > 0 && want[0].tok == token.NOT:
		return "the condition is the wrong way round"
	case len(want) == 0 && len(got) == 2 && got[0].tok == token.SUB:
		return "it stops too early"
	case len(got) < len(want) && slices.Contains(want, lexeme{token.INC, ""}):
		return "nothing moves the loop on"
	}
	return "it does not do what the task asks"
}

func oneToken(want, got lexeme) string {
	switch {
	case isComparison(want.tok) && isComparison(got.tok):
		if s, ok := shifted(want.tok); ok && s == got.tok {
			return "the comparison draws its border in the wrong place; think of equal values"
		}
		return "the comparison asks the wrong question"
	case want.tok == token.INT && got.tok == token.INT:
		return "a constant is off"
	case want.tok == token.INT && got.tok == token.STRING:
		return "a value has the wrong type"
	case want.tok == token.DEFINE && got.tok == token.ASSIGN:
		return "a variable is used there without being declared"
	case want.tok == token.IDENT && got.tok == token.IDENT:
		return oneName(got.text)
	case want.tok.IsOperator() && got.tok.IsOperator():
		return "the operator is not the right one"
	}
	return "it does not do what the task asks"
}

func oneName(got string) string {
	switch got {
	case "true", "false":
		return "a truth value is the wrong way round"
	case "min", "max":
		return "it takes the wrong one of two values"
	}
	return "a name is not spelt as it was declared"
}

func isComparison(t token.Token) bool {
	switch t {
	case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
		return true
	}
	return false
}
