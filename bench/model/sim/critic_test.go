package sim

import (
	"fmt"
	"strings"
	"testing"

	"dialogo/bench"
	"dialogo/datasets"
	"dialogo/feedback"
)

// criticise has the real verbal source ask the critic about code.
func criticise(t testing.TB, notation string, task *bench.Task, code string, v bench.Verdict) string {
	t.Helper()
	n, err := feedback.Parse(notation)
	if err != nil {
		t.Fatal(err)
	}
	m, err := n.Mix(&Critic{})
	if err != nil {
		t.Fatal(err)
	}
	x := &bench.Exchange{Task: task, Turns: []bench.Turn{{Extraction: bench.Extraction{Code: code}, Verdict: v}}}
	for _, s := range m.Sources {
		f, err := s.Feedback(t.Context(), x)
		if err != nil {
			t.Fatal(err)
		}
		x.Given = append(x.Given, f)
	}
	last := x.Given[len(x.Given)-1]
	if last.Text != "" && (!last.Simulated || last.Call == "") {
		t.Errorf("not marked simulated, or no call: %+v", last)
	}
	return last.Text
}

// For every state of every task of the suite the expert names the line of the
// first bug, and gives no line of the reference away.
func TestExpertNamesTheLineAndQuotesNothing(t *testing.T) {
	set, err := datasets.Load("suite", datasets.Options{})
	if err != nil {
		t.Fatal(err)
	}
	right, all := 0, 0
	for i := range set.Tasks {
		task := &set.Tasks[i]
		c, err := NewCatalogue(task)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range c.States()[1:] {
			code := "package main\n\n" + c.Code(s)
			text := criticise(t, "verbal:expert", task, code, bench.Verdict{Status: bench.WrongAnswer})
			if !namesLine.MatchString(text) {
				t.Errorf("%s %v: no line in %q", task.ID, s, text)
			}
			for _, line := range strings.Split(task.Reference, "\n") {
				if line = strings.TrimSpace(line); len(line) > 8 && strings.Contains(text, line) {
					t.Errorf("%s %v: %q quotes %q", task.ID, s, text, line)
				}
			}
			if strings.Contains(strings.ToLower(text), feedback.Canary) {
				t.Errorf("%s %v: %q tells what it sees", task.ID, s, text)
			}
			if s.Compile >= 0 && s.Semantic >= 0 {
				continue // which of two lines comes first is no matter
			}
			all++
			if strings.Contains(text, fmt.Sprintf("line %d", firstBugLine(c, s)+2)) {
				right++
			}
		}
	}
	t.Logf("the line is exact in %d of %d states with one bug", right, all)
	if right < all*95/100 {
		t.Errorf("the line is exact in only %d of %d states", right, all)
	}
}

// firstBugLine is the line of the first changed byte, or the line before for a
// statement that is gone.
func firstBugLine(c *Catalogue, s State) int {
	code := c.Code(s)
	at := 0
	for at < len(code) && at < len(c.Reference) && code[at] == c.Reference[at] {
		at++
	}
	line := 1 + strings.Count(code[:at], "\n")
	if strings.Count(code, "\n") < strings.Count(c.Reference, "\n") {
		line-- // after this one something is missing
	}
	return line
}

func TestCriticIsAPureFunctionOfTheConversation(t *testing.T) {
	talk := bench.Conversation{Purpose: bench.NoviceCritic, Task: "t", Turn: 1, Draw: "s0", Seed: 1,
		Messages: []bench.Message{{Role: bench.User, Content: "# What happened\n\n## Test results\n\n1 of 1 tests fails:\n\n1. F(1)\n   expected: 2\n   got: 3\n"}}}
	other := talk
	other.Turn, other.Draw, other.Seed = 2, "s3", 9
	a, err := (&Critic{}).Generate(t.Context(), talk)
	if err != nil {
		t.Fatal(err)
	}
	b, err := (&Critic{}).Generate(t.Context(), other)
	if err != nil || a != b {
		t.Errorf("%+v and %+v, %v", a, b, err)
	}
	if want := "I tried `F(1)` and hoped for `2`, but what came was `3`. That is not what I asked for, is it?"; a.Text != want {
		t.Errorf("%q, want %q", a.Text, want)
	}
}

func TestNoviceRetells(t *testing.T) {
	task := &bench.Task{ID: "f", Entry: "F", Prompt: "P", Signature: "func F(s string) string", Cases: []bench.Case{
		{ID: "v1", Visible: true, Args: "\"line 3 ``` ```\"", Panics: true}}}
	one := func(s bench.Status, message string) bench.Verdict {
		return bench.Verdict{Status: s, Cases: []bench.CaseResult{{Case: "v1", Visible: true, Status: s, Message: message}}}
	}
	broken := bench.Verdict{Status: bench.CompileError, Diagnostics: []bench.Diagnostic{{Line: 2, Column: 3, Message: "undefined: `x`"}}}
	bare := bench.Verdict{Status: bench.CompileError}
	for _, tt := range []struct {
		v    bench.Verdict
		says string
	}{
		{broken, "the compiler complains about `undefined: 'x'`"},
		{bare, "does not work"},
		{bench.Verdict{Status: bench.NoCode}, "does not work"},
		{one(bench.Timeout, "over 1s"), "hoped for `a panic`, but what came was `no result: over 1s`"},
		{one(bench.WrongAnswer, "no\nway"), "what came was `no`"},
	} {
		text := criticise(t, "compile+exec:full+verbal:novice", task, "func F(s string) string { return s }", tt.v)
		if !strings.Contains(text, tt.says) {
			t.Errorf("%v: %q does not say %q", tt.v, text, tt.says)
		}
		if e := observe("## Reviewer\n\n" + text); e.Hint || !e.Remark {
			t.Errorf("%q reads as %+v", text, e)
		}
	}
}

func TestExpertOnOtherCode(t *testing.T) {
	task := &bench.Task{ID: "f", Entry: "F", Prompt: "P", Signature: "func F() int", Reference: "func F() int {\n\treturn 1\n}\n"}
	for _, tt := range []struct{ code, says string }{
		{"", "no Go code"},
		{"package x\n\nfunc F() int {\n\treturn 1\n}\n", "nothing wrong"},
		{"func F() int {\n\tx := 7\n\ty := 8\n\treturn x * y\n}\n", "line 2"},
		{"func F() int {\n\treturn 2\n}\n", "Look at line 2: a constant is off."},
		{"func F() int {\n}\n", "line 1: after it a step is missing"},
		{"// ```\nfunc F() int {\n\treturn 1\n}\n", "line 1: it is not needed"},
	} {
		if text := criticise(t, "verbal:expert", task, tt.code, bench.Verdict{Status: bench.WrongAnswer}); !strings.Contains(text, tt.says) {
			t.Errorf("%q: %q does not say %q", tt.code, text, tt.says)
		}
	}
}

func TestCriticDoesNotAnswerTasks(t *testing.T) {
	if _, err := (&Critic{}).Generate(t.Context(), bench.Conversation{Purpose: bench.Answer}); err == nil {
		t.Error("it did")
	}
	if _, err := (&Critic{}).Generate(t.Context(), bench.Conversation{Purpose: bench.ExpertCritic}); err == nil {
		t.Error("it criticised nothing at all")
	}
}

func FuzzCritic(f *testing.F) {
	f.Add("# Ground truth code\n\n```go\nfunc F() {\n}\n```\n\n# Author's code\n\n```go\nfunc F() {\n\tx\n}\n```\n")
	f.Add("# What happened\n\n## Compiler\n\n    answer.go:1:2: no\n")
	f.Add("# Author's code\n\n```go\n" + strings.Repeat("x\n", 2000) + "```\n# Ground truth code\n```\n\"'`\n```")
	f.Fuzz(func(t *testing.T, exhibit string) {
		for name, text := range map[string]string{"expert": expert(exhibit), "novice": novice(exhibit)} {
			if strings.TrimSpace(text) == "" || strings.Contains(text, "```") {
				t.Fatalf("%s says %q", name, text)
			}
		}
	})
}
