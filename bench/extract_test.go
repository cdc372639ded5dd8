package bench

import (
	"strings"
	"testing"
	"time"
)

var addTask = &Task{ID: "add", Prompt: "Add two numbers.", Entry: "Add", Signature: "func Add(a, b int) int"}

const addFunc = "func Add(a, b int) int {\n\treturn a + b\n}\n"

func TestExtract(t *testing.T) {
	const fenced = "```go\n" + addFunc + "```\n"
	tests := []struct {
		name, reply, rule, code string
		note                    string
	}{
		{"a go fence", "Here you are:\n\n" + fenced + "Done.", "fence/function", addFunc, ""},
		{"a golang fence", "```golang\n" + addFunc + "```", "fence/function", addFunc, ""},
		{"a fence without a language", "```\n" + addFunc + "```", "fence/function", addFunc, ""},
		{"a fence with attributes", "```go title=\"x.go\"\n" + addFunc + "```", "fence/function", addFunc, ""},
		{"tildes", "~~~go\n" + addFunc + "~~~", "fence/function", addFunc, ""},
		{"Windows newlines", strings.ReplaceAll("Hi\n"+fenced, "\n", "\r\n"), "fence/function", addFunc, ""},
		{"a whole file with its own main", "```go\npackage main\n\n" + addFunc + "\nfunc main() { println(Add(1, 2)) }\n```",
			"fence/file", "package main\n\n" + addFunc + "\nfunc main() { println(Add(1, 2)) }\n", ""},
		{"a comment before the package clause", "```go\n// Add adds.\npackage main\n" + addFunc + "```", "fence/file", "// Add adds.\npackage main\n" + addFunc, ""},
		{"a bare body", "```go\n\treturn a + b\n```", "fence/body", "func Add(a, b int) int {\n\treturn a + b\n}\n", ""},
		{"a body with its closing brace", "    return a + b\n}\n", "text/body", "func Add(a, b int) int {\n    return a + b\n}\n", ""},
		{"a later attempt wins", "```go\nfunc Add(a, b int) int { return a - b }\n```\nThe sign was wrong:\n" + fenced, "fence/function", addFunc, "block 2 of 2"},
		{"an example of use at the end does not", fenced + "Use it so:\n```go\nfmt.Println(Add(1, 2))\n```", "fence/function", addFunc, "block 1 of 2"},
		{"a shell block does not", "```bash\ngo run .\n```\n" + fenced + "```\n$ go test\nok\n```", "fence/function", addFunc, "block 2 of 3"},
		{"an unclosed fence", "```go\n" + addFunc, "unclosed-fence/function", addFunc, ""},
		{"a cut function", "```go\nfunc Add(a, b int) int {\n\treturn a", "unclosed-fence/function", "func Add(a, b int) int {\n\treturn a", ""},
		{"no fence, a function alone", addFunc, "text/function", addFunc, ""},
		{"no fence, prose around", "Sure! Here it is:\n\n" + addFunc + "\nThis adds the numbers.", "text/function", addFunc, ""},
		{"no fence, a file", "package main\n\n" + addFunc, "text/file", "package main\n\n" + addFunc, ""},
		{"thinking first", "<think>\n```go\nfunc Add(a, b int) int { return 0 }\n```\n</think>\n" + fenced, "fence/function", addFunc, "thinking removed"},
		{"only the end of thinking", "hm, a fence: ```go\nfunc Add(a, b int) int { return 0 }\n```\n</think>\n" + fenced, "fence/function", addFunc, "thinking removed"},
		{"nothing but thinking", "<think>\nfunc Add(a, b int) int { return 0 }", "none", "", "thinking removed"},
		{"prose only", "I cannot help with that.", "none", "", ""},
		{"a word that parses as a statement", "hello", "none", "", ""},
		{"an empty reply", "", "none", "", ""},
		{"an empty fence", "```go\n```", "none", "", "no Go in the fenced blocks"},
		{"Python", "```python\ndef add(a, b):\n    return a + b\n```", "none", "", "no Go in the fenced blocks"},
		{"Go that does not parse is kept", "```go\nfunc Add(a, b int) int {\n\treturn a +\n}\n```", "fence/function", "func Add(a, b int) int {\n\treturn a +\n}\n", ""},
		{"Go of another name is kept", "```go\nfunc Sum(a, b int) int { return a + b }\n```", "fence/function", "func Sum(a, b int) int { return a + b }\n", ""},
		{"a function variable", "```go\nvar Add = func(a, b int) int { return a + b }\n```", "fence/function", "var Add = func(a, b int) int { return a + b }\n", ""},
		{"a fence inside a list", "1. So:\n\n   ```go\n" + addFunc + "   ```\n", "fence/function", addFunc, ""},
		{"no fence, prose behind a one-line function", "Here it is\n\nfunc Add(a, b int) int { return a + b }\n\nHope it helps (a lot).", "text/function", "func Add(a, b int) int { return a + b }\n", ""},
		{"no fence, prose that begins like a declaration", "type it in:\n\n" + addFunc + "\nDone!", "text/function", addFunc, ""},
		{"no fence, indented in prose", "So:\n\n    func Add(a, b int) int {\n        return a + b\n    }\n\nDone.", "text/function", "    func Add(a, b int) int {\n        return a + b\n    }\n", ""},
		{"a fence behind a few words", "Sure: ```go\n" + addFunc + "```", "fence/function", addFunc, ""},
		{"a fence of another name", "```plaintext\n" + addFunc + "```", "fence/function", addFunc, ""},
		{"a fence in Pandoc's form", "```{.go}\n" + addFunc + "```", "fence/function", addFunc, ""},
		{"a quoted fence", "> ```go\n> func Add(a, b int) int {\n> \treturn a + b\n> }\n> ```", "fence/function", addFunc, "quotation marks removed"},
		{"a thinking tag in the code", "func Add(a, b int) int {\n\t_ = \"</think>\"\n\treturn a + b\n}\n", "text/function", "func Add(a, b int) int {\n\t_ = \"</think>\"\n\treturn a + b\n}\n", ""},
		{"a raw string with three backquotes cannot be; four marks hold three", "````go\n" + addFunc + "// ```\n````", "fence/function", addFunc + "// ```\n", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			x := Extract(tt.reply, addTask)
			if x.Rule != tt.rule || x.Code != tt.code {
				t.Errorf("got rule %q, code:\n%s\nwant rule %q, code:\n%s", x.Rule, x.Code, tt.rule, tt.code)
			}
			if tt.note != "" && (len(x.Notes) == 0 || x.Notes[0] != tt.note) {
				t.Errorf("notes %q, want %q", x.Notes, tt.note)
			}
		})
	}
}

func TestRepairImports(t *testing.T) {
	tests := []struct{ name, code, want string }{
		{"adds what is missing", "func F(s string) string { return strings.ToUpper(s) }\n",
			"import \"strings\"\n\nfunc F(s string) string { return strings.ToUpper(s) }\n"},
		{"removes what is unused", "package main\n\nimport (\n\t\"fmt\"\n\t\"strings\"\n)\n\nfunc F(s string) string { return strings.ToUpper(s) }\n",
			"package main\n\nimport (\n\t\"strings\"\n)\n\nfunc F(s string) string { return strings.ToUpper(s) }\n"},
		{"a local variable is no package", "func F(sort struct{ n int }) int { return sort.n }\n", "func F(sort struct{ n int }) int { return sort.n }\n"},
		{"an unknown package is left to the compiler", "func F() { lodash.Map() }\n", "func F() { lodash.Map() }\n"},
		{"what does not parse is left", "func F( {", "func F( {"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := RepairImports(Extraction{Code: tt.code}).Code; got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

func FuzzExtract(f *testing.F) {
	for _, s := range []string{"```go\n" + addFunc + "```", "<think>x</think>" + addFunc, "return a + b\n}", "```\n```go\n~~~", "package", "func Add("} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, reply string) {
		x := Extract(reply, addTask)
		if (x.Code == "") != (x.Rule == "none") {
			t.Errorf("rule %q with code %q", x.Rule, x.Code)
		}
		if strings.HasSuffix(x.Rule, "/body") {
			if _, err := parseFile(x.Code); err != nil {
				t.Errorf("a completed body does not parse: %v", err)
			}
		}
		RepairImports(x)
	})
}

// A reply must not be able to hold the harness up: the work is linear in its size.
func TestExtractIsNotQuadratic(t *testing.T) {
	for _, reply := range []string{
		"package main\n" + strings.Repeat("}\n", 1<<17) + "func Add(a",
		strings.Repeat("func Add(a int) {\n}\n)\n", 1<<15) + "x",
		strings.Repeat("```go\nfunc Add(\n```\n", 1<<13),
		strings.Repeat("> ", 1<<17) + strings.Repeat("(", 1<<17),
	} {
		done := make(chan struct{})
		go func() { Extract(reply, addTask); close(done) }()
		select {
		case <-done:
		case <-time.After(time.Minute):
			t.Fatalf("%.40q… takes over a minute", reply)
		}
	}
}
