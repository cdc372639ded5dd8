package bench

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"regexp"
	"strings"
)

// Extraction is the code found in a model's reply, and by which rule.
//
// The rule is written container/form. The container is "fence" (a closed fenced
// block), "unclosed-fence" (the reply ends inside one) or "text" (no fence). The
// form is "file" (it has a package clause), "function" (declarations) or "body"
// (statements only, which are put into the function asked for). The rule is
// "none" when no code was found.
type Extraction struct {
	// Code is a Go file with or without its package clause; empty if none was found.
	Code string `json:"code"`
	Rule string `json:"rule"`
	// Notes say what else was done: "thinking removed", "block 2 of 3", "imports repaired".
	Notes []string `json:"notes,omitempty"`
}

// Extract finds the code of an answer in a model's reply. It never judges: code
// that does not parse is returned as it stands, so that the compiler can say why.
//
// Of several fenced blocks the last one that declares the entry function is
// taken, since models often show a first attempt and then a better one, or end
// with an example of use; failing that, the last block marked as Go. Text in
// thinking tags before the answer is no part of it.
func Extract(reply string, t *Task) Extraction {
	var notes []string
	text := strings.ReplaceAll(reply, "\r\n", "\n")
	if rest, ok := cutThinking(text); ok {
		text, notes = rest, append(notes, "thinking removed")
	}
	if quotedFence.MatchString(text) {
		text, notes = quoteMark.ReplaceAllString(text, ""), append(notes, "quotation marks removed")
	}
	blocks := fencedBlocks(text)
	if len(blocks) == 0 {
		x := shape("text", unfencedCode(text, t), t)
		x.Notes = notes
		return x
	}
	i := chooseBlock(blocks, t)
	if i < 0 {
		return Extraction{Rule: "none", Notes: append(notes, "no Go in the fenced blocks")}
	}
	if len(blocks) > 1 {
		notes = append(notes, fmt.Sprintf("block %d of %d", i+1, len(blocks)))
	}
	container := "fence"
	if !blocks[i].closed {
		container = "unclosed-fence"
	}
	x := shape(container, blocks[i].text, t)
	x.Notes = notes
	return x
}

// quoteMark starts a line of a quotation in Markdown, quotedFence one with a fence.
var (
	quoteMark   = regexp.MustCompile("(?m)^> ?")
	quotedFence = regexp.MustCompile("(?m)^> ?(```|~~~)")
)

// thinkingTags enclose what a reasoning model writes before its answer.
var thinkingTags = []string{"think", "thinking", "reasoning", "thought"}

// cutThinking removes a thinking section from the start of a reply. Some servers
// send only its closing tag, and a reply may end inside it.
func cutThinking(text string) (string, bool) {
	trimmed := strings.TrimLeft(text, " \t\n")
	for _, tag := range thinkingTags {
		open, end := "<"+tag+">", "</"+tag+">"
		opened := strings.HasPrefix(trimmed, open)
		i := strings.Index(trimmed, end)
		switch {
		case opened && i < 0:
			return "", true
		case opened:
			return trimmed[i+len(end):], true
		case i >= 0 && !strings.Contains(trimmed[:i], open) && holdsCode(trimmed[i+len(end):]):
			return trimmed[i+len(end):], true
		}
	}
	return text, false
}

// holdsCode reports whether text has a fence or a declaration: an answer may still
// come in it.
func holdsCode(text string) bool { return strings.Contains(text, "```") || declLine.MatchString(text) }

// block is a fenced block of Markdown.
type block struct {
	lang   string
	text   string
	closed bool
}

// fenceLine is a line that opens or closes a block, lateFence one that opens a
// block of Go behind a few words ("Sure: ```go").
var (
	fenceLine = regexp.MustCompile("^[ \t]*(```+|~~~+)[ \t]*([^`]*)$")
	lateFence = regexp.MustCompile("[^`](```+)[ \t]*(go|golang)[ \t]*$")
)

// fencedBlocks finds the fenced blocks of a Markdown text. Unlike CommonMark it
// accepts a fence at any indentation, since models indent them in lists.
func fencedBlocks(text string) []block {
	var blocks []block
	var lines []string
	mark, open := "", false
	var lang string
	for line := range strings.Lines(text) {
		bare := strings.TrimRight(line, "\n")
		m := fenceLine.FindStringSubmatch(bare)
		if m == nil && !open {
			m = lateFence.FindStringSubmatch(bare)
		}
		switch {
		case m != nil && !open:
			open, mark, lines = true, m[1], nil
			lang = strings.ToLower(firstWord(m[2]))
		case m != nil && m[1][0] == mark[0] && len(m[1]) >= len(mark) && strings.TrimSpace(m[2]) == "":
			blocks = append(blocks, block{lang, strings.Join(lines, ""), true})
			open = false
		case open:
			lines = append(lines, line)
		}
	}
	if open {
		blocks = append(blocks, block{lang, strings.Join(lines, ""), false})
	}
	return blocks
}

func firstWord(s string) string {
	w := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" \t,{}.:", r) })
	if len(w) == 0 {
		return ""
	}
	return w[0]
}

// chooseBlock picks the block that holds the answer, -1 if none can.
func chooseBlock(blocks []block, t *Task) int {
	best, bestRank := -1, 0
	for i, b := range blocks {
		if rank := blockRank(b, t); rank > 0 && rank >= bestRank {
			best, bestRank = i, rank
		}
	}
	return best
}

// blockRank says how likely a block is the answer; 0 is not at all.
func blockRank(b block, t *Task) int {
	isGo := b.lang == "go" || b.lang == "golang"
	switch {
	case strings.TrimSpace(b.text) == "":
		return 0
	case b.lang != "" && !isGo:
		if _, err := parseFile(b.text); err == nil && declares(b.text, t.Entry) {
			return 1 // "plaintext" or a slip: it is Go all the same
		}
		return 0
	case declares(b.text, t.Entry):
		return 4
	case isBody(b.text, t):
		return 3
	case isGo:
		return 2
	case looksLikeGo(b.text):
		return 1
	}
	return 0
}

// declares reports whether code declares the function, also when it does not parse.
func declares(code, entry string) bool {
	re := regexp.MustCompile(`(?m)^\s*func\s+` + regexp.QuoteMeta(entry) + `\s*[\[(]`)
	if re.MatchString(code) {
		return true
	}
	// A variable of function type will do, too: var Add = func(…) …
	f, err := parseFile(code)
	return err == nil && f.Scope != nil && f.Scope.Lookup(entry) != nil
}

var declLine = regexp.MustCompile(`(?m)^[ \t]*(package\s+\w+|import\s*[("]|func\s+[\w(]|type\s+\w+|var\s+\w+|const\s+\w+)`)

func looksLikeGo(code string) bool { return declLine.MatchString(code) }

// parseFile parses code with or without a package clause.
func parseFile(code string) (*ast.File, error) {
	if !hasPackageClause(code) {
		code = "package answer; " + code
	}
	return parser.ParseFile(token.NewFileSet(), "answer.go", code, 0)
}

// hasPackageClause reports whether the first token is the word package.
func hasPackageClause(code string) bool {
	var s scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(code))
	s.Init(file, []byte(code), nil, 0)
	_, tok, _ := s.Scan()
	return tok == token.PACKAGE
}

// isBody reports whether text is the body of the entry function: statements that
// parse inside it, with or without the closing brace. A line of prose can parse
// as a statement, so something must be returned, assigned or branched on.
func isBody(text string, t *Task) bool {
	code, ok := wrapBody(text, t)
	if !ok {
		return false
	}
	f, err := parseFile(code)
	if err != nil || len(f.Decls) == 0 {
		return false
	}
	fn, ok := f.Decls[0].(*ast.FuncDecl)
	if !ok || fn.Body == nil {
		return false
	}
	for _, s := range fn.Body.List {
		switch s.(type) {
		case *ast.ReturnStmt, *ast.IfStmt, *ast.ForStmt, *ast.RangeStmt, *ast.AssignStmt, *ast.SwitchStmt, *ast.IncDecStmt:
			return true
		}
	}
	return false
}

// wrapBody puts statements into the entry function. Completions of the HumanEval
// kind bring the function's closing brace and nothing after it.
func wrapBody(text string, t *Task) (string, bool) {
	if declLine.MatchString(text) || strings.TrimSpace(text) == "" {
		return "", false
	}
	open := t.Signature + " {\n" + strings.Trim(text, "\n") + "\n"
	for _, code := range []string{open + "}\n", open} {
		if _, err := parseFile(code); err == nil {
			return code, true
		}
	}
	return "", false
}

// Bounds of the search for code in a reply without fences: how many first and last
// lines are tried, and how many bytes are parsed in all.
const (
	maxStarts = 16
	maxEnds   = 64
	maxParsed = 8 << 20
)

// unfencedCode finds code in a reply without fences: all of it, or the longest
// stretch from a line that starts a declaration to a line that can end one which
// parses and declares the entry function. Where nothing parses, the stretch from
// the first such line to the last is taken, so that the compiler can say why.
func unfencedCode(text string, t *Task) string {
	if _, err := parseFile(text); err == nil || isBody(text, t) {
		return text
	}
	starts := declLine.FindAllStringIndex(text, maxStarts)
	if len(starts) == 0 || !declares(text, t.Entry) {
		return ""
	}
	parsed := 0
	for _, start := range starts {
		code := text[start[0]:]
		for _, end := range endings(code) {
			if parsed += end; parsed > maxParsed {
				break
			}
			if _, err := parseFile(code[:end]); err == nil && declares(code[:end], t.Entry) {
				return code[:end]
			}
		}
	}
	code := text[starts[0][0]:]
	if ends := endings(code); len(ends) > 0 {
		return code[:ends[0]]
	}
	return code
}

// endings are the offsets behind the last lines of code that can end a
// declaration, the last one first.
func endings(code string) []int {
	var ends []int
	for end := len(code); end > 0 && len(ends) < maxEnds; {
		start := strings.LastIndexByte(code[:end-1], '\n') + 1
		line := strings.TrimRight(code[start:end], " \t\n")
		if strings.HasSuffix(line, "}") || strings.HasSuffix(line, ")") {
			ends = append(ends, end)
		}
		end = start
	}
	return ends
}

// shape says what form the code has, and completes a bare body.
func shape(container, code string, t *Task) Extraction {
	switch {
	case strings.TrimSpace(code) == "":
		return Extraction{Rule: "none"}
	case hasPackageClause(code):
		return Extraction{Code: code, Rule: container + "/file"}
	case isBody(code, t):
		wrapped, _ := wrapBody(code, t)
		return Extraction{Code: wrapped, Rule: container + "/body"}
	}
	return Extraction{Code: code, Rule: container + "/function"}
}
