package datasets

import (
	"strings"
	"testing"
	"time"

	"dialogo/bench"
)

// total is a task whose reference imports what upstream's list has not.
var total = &bench.Task{ID: "total", Entry: "Total", Signature: "func Total(xs []interface{}) (int, error)",
	Reference: "import \"slices\"\n\nfunc Total(xs []interface{}) (int, error) {\n\treturn len(slices.Clone(xs)), nil\n}\n"}

func TestCodeOfACompletion(t *testing.T) {
	const (
		body = "    return len(xs), nil\n"
		fn   = "func Total(xs []interface{}) (int, error) {\n"
		all  = fn + body + "}\n"
	)
	for _, tt := range []struct{ name, text, rule, code string }{
		{"an indented body and its brace", body + "}\n", "text/body", all},
		{"a newline before", "\n" + body + "}\n\n", "text/body", all},
		{"without the brace", body, "text/body", all},
		{"without the brace, with other braces", "    if len(xs) == 0 {\n        return 0, nil\n    }\n" + body, "text/body",
			fn + "    if len(xs) == 0 {\n        return 0, nil\n    }\n" + body + "}\n"},
		{"braces in texts and comments", "    s := \"}\" + `}` // }\n    return len(s), nil\n}", "text/body", fn + "    s := \"}\" + `}` // }\n    return len(s), nil\n}\n"},
		{"its own opening brace", " {\n" + body + "}", "text/body", "func Total(xs []interface{}) (int, error)  {\n" + body + "}\n"},
		{"local declarations", "    var n int\n    type t int\n" + body + "}\n", "text/body", fn + "    var n int\n    type t int\n" + body + "}\n"},
		{"a main function behind", body + "}\n\nfunc main() {\n\tfmt.Println(Total(nil))\n}\n", "text/body", all},
		{"a cut function behind", body + "}\n\nfunc main() {\n\tfmt.Print", "text/body", all},
		{"prose behind", body + "}\n\nThis returns the length (it's simple.\n", "text/body", all},
		{"itself again behind", body + "}\n\n" + all, "text/body", all},
		{"a test behind", body + "}\n\nfunc TestTotal(t *testing.T) {\n\tassert.Equal(t, 1, 2)\n}\n", "text/body", all},
		{"helpers behind are kept as far as needed", "    return count(xs), nil\n}\n\n// count counts.\nfunc count(xs []interface{}) int { return int(size(len(xs)).n()) }\n\n" +
			"func other() {}\n\ntype size int\n\nfunc (s size) n() size { return s }\n\nHere it ends.\nfunc count() {}\n", "text/body",
			fn + "    return count(xs), nil\n}\n\n// count counts.\nfunc count(xs []interface{}) int { return int(size(len(xs)).n()) }\n\ntype size int\n\nfunc (s size) n() size { return s }\n"},
		{"a helper behind without its brace", "    return count(xs), nil\n}\n\nfunc count(xs []interface{}) int {\n\treturn 1\n", "text/body",
			fn + "    return count(xs), nil\n}\n\nfunc count(xs []interface{}) int {\n\treturn 1\n}\n"},
		{"imports it uses, of upstream's", "    return int(math.Abs(1)), nil\n}", "text/body", "import \"math\"\n\n" + fn + "    return int(math.Abs(1)), nil\n}\n"},
		{"imports it uses, of the reference", "    slices.Reverse(xs)\n    fmt.Print()\n" + body + "}", "text/body",
			"import (\n\t\"fmt\"\n\t\"slices\"\n)\n\n" + fn + "    slices.Reverse(xs)\n    fmt.Print()\n" + body + "}\n"},
		{"a local name is no import", "    math := struct{ n int }{1}\n    return math.n, nil\n}", "text/body", fn + "    math := struct{ n int }{1}\n    return math.n, nil\n}\n"},
		{"what is not at hand is not imported", "    return lodash.Size(xs), nil\n}", "text/body", fn + "    return lodash.Size(xs), nil\n}\n"},
		{"a whole function", all, "text/function", all},
		{"a whole function that lacks imports", strings.Replace(all, "len(xs)", "int(math.Abs(1))", 1), "text/function", "import \"math\"\n\n" + strings.Replace(all, "len(xs)", "int(math.Abs(1))", 1)},
		{"a whole function with imports of its own", "import \"os\"\n\n" + all, "text/function", "import \"os\"\n\n" + all},
		{"a helper first", "func helper() {}\n\n" + all, "text/function", "func helper() {}\n\n" + all},
		{"a whole file", "package main\n\nimport \"fmt\"\n\n" + all + "\nfunc main() { fmt.Println(Total(nil)) }\n", "text/file",
			"package main\n\nimport \"fmt\"\n\n" + all + "\nfunc main() { fmt.Println(Total(nil)) }\n"},
		{"a whole function and prose", all + "\nIt's simple.\n", "text/function", all},
		{"a fenced function", "Here:\n```go\n" + all + "```\nIt's simple.", "fence/function", all},
		{"a fenced file", "```go\npackage main\n\n" + all + "```", "fence/file", "package main\n\n" + all},
		{"a fenced body", "```go\n" + body + "```", "fence/body", fn + body + "}\n"},
		{"a fenced body with declarations", "```go\n    var n int\n" + body + "}\n```", "fence/body", fn + "    var n int\n" + body + "}\n"},
		{"a body, then the end of a fence", body + "}\n```\n\nIt counts:\n\n```go\nTotal(nil)\n```\n", "text/body", all},
		{"a word, then a fence", "Solution:\n```go\n" + all + "```", "fence/function", all},
		{"a wrong body", "    return len(xs,\n}\n", "text/body", fn + "    return len(xs,\n}\n"},
		{"a body cut inside a block", "    for {\n        x", "text/body", fn + "    for {\n        x"},
		{"a refusal", "I cannot do that.", "text/body", fn + "I cannot do that."},
		{"no Go in the fences", "```python\nx\n```", "none", ""},
		{"nothing", " \n", "none", ""},
		{"binary", "\x00return", "text/function", "\x00return"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x := Sample{Text: tt.text}.Code(total)
			if x.Rule != tt.rule || x.Code != tt.code {
				t.Errorf("got rule %q, code:\n%s\nwant rule %q, code:\n%s", x.Rule, x.Code, tt.rule, tt.code)
			}
		})
	}
}

func TestCodeOfAProgram(t *testing.T) {
	const fn = "func Total(xs []interface{}) (int, error) { return math.MaxInt, nil }\n"
	for _, tt := range []struct{ name, text, rule, code string }{
		{"as it is, imports and all", fn, "text/function", fn},
		{"a file", "package p\n" + fn, "text/file", "package p\n" + fn},
		{"with garbage behind it", fn + "garbage", "text/function", fn + "garbage"},
		{"a fence mark in a comment", "// ```\n" + fn, "text/function", "// ```\n" + fn},
		{"a chat reply", "Sure!\n```go\n" + fn + "```\n", "fence/function", fn},
		{"not Go", "def total(xs):\n    return 1\n", "text/function", "def total(xs):\n    return 1\n"},
		{"binary", "\x00\x01\xff", "text/function", "\x00\x01\xff"},
		{"nothing", "\n", "none", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x := Sample{Text: tt.text, Whole: true}.Code(total)
			if x.Rule != tt.rule || x.Code != tt.code {
				t.Errorf("got rule %q, code:\n%s\nwant rule %q, code:\n%s", x.Rule, x.Code, tt.rule, tt.code)
			}
		})
	}
}

// The prompt's imports win over others of the same name.
func TestImportsOfThePrompt(t *testing.T) {
	s := Sample{Text: "    return rand.Int(), nil\n}", Prompt: "package main\n\nimport (\n\t\"crypto/rand\"\n)\n\n// Total …\nfunc Total("}
	if x := s.Code(total); !strings.HasPrefix(x.Code, "import \"crypto/rand\"\n") {
		t.Errorf("got\n%s", x.Code)
	}
	s.Prompt = ""
	if x := s.Code(total); !strings.HasPrefix(x.Code, "import \"math/rand\"\n") {
		t.Errorf("got\n%s", x.Code)
	}
}

// A prompt that imports what the answer does not use is not the answer's fault.
func TestEchoedPrompt(t *testing.T) {
	const prompt = "import (\n    \"math\"\n)\n\n// Total counts.\nfunc Total(xs []interface{}) (int, error) {\n"
	s := Sample{Prompt: prompt, Text: prompt + "    return len(xs), nil\n}\n"}
	if x := s.Code(total); x.Rule != "text/body" || strings.Contains(x.Code, "math") {
		t.Errorf("%s:\n%s", x.Rule, x.Code)
	}
}

// A program in which the prompt stands is not held to the prompt's imports, and only to
// those; any other program is as it was written.
func TestProgramOfPromptAndCompletion(t *testing.T) {
	const (
		imports = "import (\n    \"math\"\n    \"strings\"\n)\n"
		head    = "\n// Total counts.\n//   Total(nil) is 0.\nfunc Total(xs []interface{}) (int, error) {\n"
		prompt  = imports + head
		body    = "    return len(xs), nil\n}\n"
		none    = "import (\n          \n             \n)\n"
		gofmted = "\n// Total counts.\n//\n//\tTotal(nil) is 0.\nfunc Total(xs []interface{}) (int, error) {\n\treturn len(xs), nil\n}\n"
	)
	for _, tt := range []struct{ name, prompt, text, code string }{
		{"unused ones of the prompt", prompt, prompt + body, none + head + body},
		{"one is used", prompt, prompt + "    return int(math.Abs(1)), nil\n}\n", strings.Replace(imports, `"strings"`, "         ", 1) + head + "    return int(math.Abs(1)), nil\n}\n"},
		{"a local name is no use", prompt, prompt + "    math := struct{ n int }{1}\n    return math.n, nil\n}\n", none + head + "    math := struct{ n int }{1}\n    return math.n, nil\n}\n"},
		{"a single declaration", "import \"math\"\n" + head, "package main\n\nimport \"math\"\n" + head + body, "package main\n\n             \n" + head + body},
		{"laid out anew", prompt, "package main\n\nimport (\n\t\"math\"\n)\n" + gofmted, "package main\n\nimport (\n\t      \n)\n" + gofmted},
		{"others behind it and before it", prompt, "// Mine.\n" + prompt + body + "\nfunc main() {}\n", "// Mine.\n" + none + head + body + "\nfunc main() {}\n"},
		{"missing ones, in a function", head, head + "    return sort.SearchInts(nil, 1), nil\n}\n", "import \"sort\"; " + head + "    return sort.SearchInts(nil, 1), nil\n}\n"},
		{"missing ones, in a file", prompt, "package p\n" + prompt + "    return sort.SearchInts(nil, 1), nil\n}\n", "package p; import \"sort\"\n" + none + head + "    return sort.SearchInts(nil, 1), nil\n}\n"},
		{"in a fence", prompt, "Sure:\n```go\n" + prompt + body + "```\n", none + head + body},
		{"an unused one of its own", prompt, "import \"os\"\n" + prompt + body, "import \"os\"\n" + none + head + body},
		{"another name for the prompt's", prompt, "import m \"math\"\n" + head + body, "import m \"math\"\n" + head + body},
		{"what is not at hand", prompt, prompt + "    return lodash.Size(xs), nil\n}\n", none + head + "    return lodash.Size(xs), nil\n}\n"},

		{"without the prompt's comment", prompt, imports + "func Total(xs []interface{}) (int, error) {\n" + body, imports + "func Total(xs []interface{}) (int, error) {\n" + body},
		{"another signature", prompt, strings.Replace(prompt, "(int, error)", "(n int, err error)", 1) + body, strings.Replace(prompt, "(int, error)", "(n int, err error)", 1) + body},
		{"a prompt without a comment", "import \"math\"\nfunc Total(xs []interface{}) (int, error) {\n", "import \"math\"\nfunc Total(xs []interface{}) (int, error) {\n" + body, "import \"math\"\nfunc Total(xs []interface{}) (int, error) {\n" + body},
		{"no Go for a prompt", "Please count. // Thanks.", prompt + body, prompt + body},
		{"no prompt", "", prompt + body, prompt + body},
		{"broken", prompt, prompt + "    return len(xs,\n}\n", prompt + "    return len(xs,\n}\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x := Sample{Text: tt.text, Whole: true, Prompt: tt.prompt}.Code(total)
			want := strings.TrimRight(tt.code, "\n")
			if strings.TrimRight(x.Code, "\n") != want {
				t.Errorf("got\n%s\nwant\n%s", x.Code, want)
			}
		})
	}
}

// An answer must not be able to hold the harness up.
func TestCodeIsNotQuadratic(t *testing.T) {
	var chain strings.Builder
	for i := range 1 << 15 {
		chain.WriteString("func f" + strings.Repeat("x", i%7) + "() { f() }\n")
	}
	for _, text := range []string{
		"return 1, nil\n}\n" + strings.Repeat("}\n", 1<<19), "return 1, nil\n}\n" + chain.String(),
		strings.Repeat("{", 1<<20), strings.Repeat("```\n", 1<<17), strings.Repeat("func Total(\n", 1<<16), strings.Repeat("\x00", 5<<20),
	} {
		done := make(chan struct{})
		go func() { Sample{Text: text, Prompt: "// Total …\nfunc Total() {"}.Code(total); close(done) }()
		select {
		case <-done:
		case <-time.After(time.Minute):
			t.Fatalf("%.40q… takes over a minute", text)
		}
	}
}
