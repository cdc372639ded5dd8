package sim

import (
	"strings"
	"testing"

	"dialogo/bench"
	"dialogo/feedback"
)

// The student reads evidence off the very text that the real sources write.
func TestEvidenceIsReadFromRealFeedback(t *testing.T) {
	task := &bench.Task{ID: "lines", Prompt: "Count.", Entry: "Count", Signature: "func Count(s string) int", Reference: "func Count(s string) int {\n\treturn 1 + 1\n}\n",
		Cases: []bench.Case{{ID: "v1", Visible: true, Args: `"line 3"`, Want: "1"}, {ID: "h1", Args: "`a`", Want: "1"}, {ID: "h2", Args: `"c"`, Want: "1"}}}
	code := "func Count(s string) int {\n\treturn 1 - 1\n}\n"
	judged := func(status bench.Status, cases ...bench.Status) bench.Verdict {
		v := bench.Verdict{Status: status}
		for i, c := range task.Cases {
			v.Cases = append(v.Cases, bench.CaseResult{Case: c.ID, Visible: c.Visible, Status: cases[i], Got: "0"})
		}
		return v
	}
	broken := judged(bench.CompileError, bench.NotRun, bench.NotRun, bench.NotRun)
	broken.Diagnostics = []bench.Diagnostic{{Line: 2, Column: 9, Message: "undefined: x"}}
	wrong := judged(bench.WrongAnswer, bench.WrongAnswer, bench.WrongAnswer, bench.WrongAnswer)
	hidden := judged(bench.WrongAnswer, bench.Passed, bench.WrongAnswer, bench.WrongAnswer)
	tests := []struct {
		name    string
		mix     string
		verdict bench.Verdict
		want    Evidence
	}{
		{"diagnostic", "compile+exec:full", broken, Evidence{Diagnostic: true}},
		{"tests could not run", "exec:full", broken, Evidence{}},
		{"it compiles", "compile", wrong, Evidence{}},
		{"one case", "compile+exec:partial", wrong, Evidence{Cases: 1}},
		{"all cases", "compile+exec:full", wrong, Evidence{Cases: 3}},
		{"visible cases pass", "compile+exec:partial", hidden, Evidence{}},
		{"hidden cases shown", "exec:full", hidden, Evidence{Cases: 2}},
		{"novice on a test whose input says line 3", "exec:full+verbal:novice", wrong, Evidence{Cases: 3, Remark: true}},
		{"novice on a diagnostic", "compile+verbal:novice", broken, Evidence{Diagnostic: true, Remark: true}},
		{"expert", "compile+verbal:expert", wrong, Evidence{Remark: true, Hint: true}},
		{"expert and all cases", "compile+exec:full+verbal:expert", wrong, Evidence{Cases: 3, Remark: true, Hint: true}},
		{"try again", "retry", wrong, Evidence{}},
	}
	for _, tt := range tests {
		n, err := feedback.Parse(tt.mix)
		if err != nil {
			t.Fatal(err)
		}
		m, err := n.Mix(&Critic{})
		if err != nil {
			t.Fatal(err)
		}
		text, fresh, err := said(t.Context(), m, task, judged2(code, tt.verdict))
		if err != nil || fresh {
			t.Fatalf("%s: %v, fresh %v", tt.name, err, fresh)
		}
		if got := observe(text); got != tt.want {
			t.Errorf("%s: %+v, want %+v, from\n%s", tt.name, got, tt.want, text)
		}
	}
}

func judged2(code string, v bench.Verdict) judged {
	return judged{bench.Extraction{Code: code, Rule: "fence/function"}, v}
}

func TestLastExchange(t *testing.T) {
	task := &bench.Task{ID: "f", Entry: "F", Signature: "func F()"}
	user := func(s string) bench.Message { return bench.Message{Role: bench.User, Content: s} }
	assistant := func(s string) bench.Message { return bench.Message{Role: bench.Assistant, Content: s} }
	tests := []struct {
		name           string
		messages       []bench.Message
		code, feedback string
		ok             bool
	}{
		{"nothing", nil, "", "", false},
		{"first message", []bench.Message{user("Write F.\n```go\nfunc F()\n```")}, "", "", false},
		{"full history", []bench.Message{user("Write F."), assistant("x\n```go\nfunc F() {}\n```\n"), user("## Compiler\n\nno")},
			"func F() {}\n", "## Compiler\n\nno", true},
		{"the last of several replies", []bench.Message{user("Write F."), assistant("```go\nfunc F() {}\n```"), user("no"), assistant("```go\nfunc F() { F() }\n```"), user("again")},
			"func F() { F() }\n", "again", true},
		{"last answer only", []bench.Message{user("Write F.\n```go\nfunc F()\n```\n\nYour previous answer:\n\n```go\nfunc F() {}\n```\n\n## Compiler\n\nno")},
			"func F() {}\n", "\n## Compiler\n\nno", true},
		{"longer fence", []bench.Message{user("Your previous answer:\n\n````go\n// ```\nfunc F() {}\n````\nno")},
			"// ```\nfunc F() {}\n", "no", true},
		{"block never closed", []bench.Message{user("Your previous answer:\n\n```go\nfunc F() {}\n")}, "", "", false},
	}
	for _, tt := range tests {
		code, feedback, ok := lastExchange(tt.messages, task)
		if ok != tt.ok || code != tt.code || feedback != tt.feedback {
			t.Errorf("%s: %q, %q, %v; want %q, %q, %v", tt.name, code, feedback, ok, tt.code, tt.feedback, tt.ok)
		}
	}
}

func FuzzFirstBlock(f *testing.F) {
	for _, s := range []string{"", "```", "```go\nx\n```\nrest", "````\n```\n````", "a ``` b\n```x`\n```\ny\n  ```\n```", "```\r\n```\r\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		code, rest, ok := firstBlock(text)
		if !ok {
			if code != "" || rest != "" {
				t.Fatalf("nothing found, yet %q and %q", code, rest)
			}
			return
		}
		if !strings.HasSuffix(text, rest) || !strings.Contains(text, code) {
			t.Fatalf("%q and %q are not parts of %q", code, rest, text)
		}
		if code != "" && !strings.HasSuffix(code, "\n") {
			t.Fatalf("code %q does not end its line", code)
		}
		// Whatever the code, fenced as the harness does it is found again.
		marks := "```"
		for strings.Contains(code, marks) {
			marks += "`"
		}
		again, after, ok := firstBlock(marks + "go\n" + code + marks + "\n" + rest)
		if !ok || again != code || after != rest {
			t.Fatalf("fenced %q: got %q, %q, %v", code, again, after, ok)
		}
	})
}

func FuzzObserve(f *testing.F) {
	f.Add("## Compiler\n\n    answer.go:3:5: undefined: x\n\n## Test results\n\n1. F()\n\n## Reviewer\n\nSee line 3.")
	f.Add("## Reviewer\n\n\"line 3\"")
	f.Fuzz(func(t *testing.T, text string) {
		e := observe(text)
		if e.Hint && !e.Remark || e.Cases < 0 {
			t.Fatalf("%+v", e)
		}
		p := students()["weak"]
		for _, class := range []Class{CompileBug, SemanticBug} {
			if r := p.repair(class, e); r < 0 || r > 1-p.Swap {
				t.Fatalf("repair probability %v from %+v", r, e)
			}
		}
	})
}
