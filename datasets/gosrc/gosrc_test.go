package gosrc

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestSignatureIsTakenApart(t *testing.T) {
	for _, c := range []struct {
		text, want string
		params     []string
		results    []string
	}{
		{"func Clamp(x, lo, hi int) int", "func Clamp(x, lo, hi int) int", []string{"int", "int", "int"}, []string{"int"}},
		{"func F(x int,y  string)(a,b error)", "func F(x int, y string) (a, b error)", []string{"int", "string"}, []string{"error", "error"}},
		{"func Join(sep string, parts ...string) string", "func Join(sep string, parts ...string) string", []string{"string", "...string"}, []string{"string"}},
		{"func Map[T, U any](xs []T, f func(T) U) []U", "func Map[T, U any](xs []T, f func(T) U) []U", []string{"[]T", "func(T) U"}, []string{"[]U"}},
		{"func Now()", "func Now()", nil, nil},
		{"func G(struct{ X int }) interface{}", "func G(struct{ X int }) interface{}", []string{"struct{ X int }"}, []string{"interface{}"}},
	} {
		s, err := ParseSignature(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		if s.Text != c.want || !reflect.DeepEqual(s.Params, c.params) || !reflect.DeepEqual(s.Results, c.results) {
			t.Errorf("%s: got %q %q %q", c.text, s.Text, s.Params, s.Results)
		}
		if want := strings.Contains(c.text, "..."); s.Variadic() != want {
			t.Errorf("%s: variadic %v", c.text, s.Variadic())
		}
	}
}

func TestSignatureErrorsSayWhy(t *testing.T) {
	for text, want := range map[string]string{
		"":                              "must be one function signature",
		"Clamp(x int) int":              "no Go function signature",
		"func (t T) Clamp(x int) int":   "is a method",
		"func F() int { return 1 }":     "without a body",
		"func F(); func G()":            "must be one",
		"type F func()":                 "is not a function signature",
		"func F(x int":                  "no Go function signature",
		"func F(); import \"os\"; func": "no Go function signature",
	} {
		if _, err := ParseSignature(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", text, err, want)
		}
	}
}

func TestSignatureTypesAreEqualUpToParameterNames(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"func F(a, b int) (n int, err error)", "func G(x int, y int) (int, error)", true},
		{"func F(x any)", "func F(x interface{})", true},
		{"func F(x int)", "func F(x ...int)", false},
		{"func F[T any](x T)", "func F[T comparable](x T)", false},
		{"func F(s struct{ A int })", "func F(s struct{ B int })", false},
	} {
		a, errA := ParseSignature(c.a)
		b, errB := ParseSignature(c.b)
		if errA != nil || errB != nil {
			t.Fatal(errA, errB)
		}
		if got := a.Type() == b.Type(); got != c.same {
			t.Errorf("%s and %s: same %v (%s, %s)", c.a, c.b, got, a.Type(), b.Type())
		}
	}
}

func TestNeededImportsAreResolvedNotSearched(t *testing.T) {
	all := []Import{{Path: "math"}, {Path: "strings"}, {Path: "math/rand"}, {Path: "math/rand/v2", Name: "rand2"}, {Name: "str", Path: "strconv"}}
	for _, c := range []struct{ name, code, want string }{
		{"used", "func F() float64 { return math.Pi }", "math"},
		{"not used", "func F() {}", ""},
		{"a parameter hides the package", "func F(strings []string) int { return len(strings[0]) }", ""},
		{"a variable's method is no package", "func F() { var math T; math.Pow() }\ntype T struct{}\nfunc (T) Pow() {}", ""},
		{"in a string only", "func F() string { return \"math.Pi\" }", ""},
		{"by its new name", "func F() string { return str.Itoa(1) }", "strconv"},
		{"by its last element", "func F() int { return rand.Int() + rand2.Int() }", "math/rand math/rand/v2"},
		{"hidden in one function only", "func F(math int) int { return math }\nfunc G() float64 { return math.Pi }", "math"},
		{"code that does not parse", "func F() { return math.Pi + ( }", "math"},
		{"an illegal rune", "func F() { return strings.Repeat('__') }", "strings"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, i := range Needed(c.code, all) {
				got = append(got, i.Path)
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestPackageClauseIsCut(t *testing.T) {
	for _, c := range []struct{ src, text, name string }{
		{"package task\n\nfunc F() {}\n", "func F() {}\n", "task"},
		{"// Doc.\npackage task // why\n\n// G is.\nfunc G() {}", "// why\n\n// G is.\nfunc G() {}\n", "task"},
		{"package main;import \"fmt\";func F() { fmt.Println() }", "import \"fmt\";func F() { fmt.Println() }\n", "main"},
	} {
		text, name, err := CutPackage(c.src)
		if err != nil || text != c.text || name != c.name {
			t.Errorf("%q: got %q, %q, %v", c.src, text, name, err)
		}
	}
	_, _, err := CutPackage("package task\n\nfunc F( {\n")
	if err == nil || !strings.HasPrefix(err.Error(), "line 3: ") {
		t.Errorf("got %v, want a line", err)
	}
}

func TestExpressionsBecomeOneLine(t *testing.T) {
	for _, c := range []struct{ expr, want string }{
		{"1, 2", "1, 2"},
		{"1,\n\t2", "1, 2"},
		{"[]int{\n\t1,\n\t2,\n}", "[]int{1, 2}"},
		{"[]int{1, // one\n 2, /* two */ 3}", "[]int{1, 2, 3}"},
		{"func() int {\n\tx := 1\n\treturn x\n}()", "func() int {x := 1; return x}()"},
		{"func() {\n\tif x {\n\t\ty()\n\t}\n\tz()\n}", "func() {if x {y()}; z()}"},
		{"`a\nb`", "\"a\\nb\""},
		{"\"// no comment\"", "\"// no comment\""},
		{"f(a,\n\tb...,\n)", "f(a, b...)"},
		{"8/2", "8/2"},
		{"\"a\" +\n\t\"b\"", "\"a\" + \"b\""},
	} {
		if got := OneLine(c.expr); got != c.want {
			t.Errorf("%q: got %q, want %q", c.expr, got, c.want)
		}
	}
}

func TestSplitKeepsCommasInside(t *testing.T) {
	for _, c := range []struct {
		list string
		want []string
		dots bool
	}{
		{"", nil, false},
		{"1, []int{2, 3}, f(4, 5)", []string{"1", "[]int{2, 3}", "f(4, 5)"}, false},
		{"\",\", ','", []string{"\",\"", "','"}, false},
		{"xs...", []string{"xs"}, true},
		{"func(a, b int) int { return a }", []string{"func(a, b int) int { return a }"}, false},
	} {
		got, dots, err := Split(c.list)
		if err != nil || !slices.Equal(got, c.want) || dots != c.dots {
			t.Errorf("%q: got %q, %v, %v", c.list, got, dots, err)
		}
	}
	for _, bad := range []string{"1,,2", "1) + f(2", "x :=", "1 2", ")(", "1)(2", "if"} {
		if got, _, err := Split(bad); err == nil {
			t.Errorf("%q: got %q, want an error", bad, got)
		}
	}
}

func FuzzParseSignature(f *testing.F) {
	f.Add("func Clamp(x, lo, hi int) int")
	f.Add("func Map[T, U any](xs []T, f func(T) U) (out []U, err error)")
	f.Add("func F(a struct{ X int `json:\"x\"` }, b ...chan<- int)")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ParseSignature(text)
		if err != nil {
			return
		}
		again, err := ParseSignature(s.Text)
		if err != nil || again.Name != s.Name || len(again.Params) != len(s.Params) || len(again.Results) != len(s.Results) {
			t.Errorf("%q became %q: %v", text, s.Text, err)
		}
	})
}

func FuzzOneLine(f *testing.F) {
	for _, s := range []string{"1,\n2", "func() {\n\tx()\n\ty()\n}", "`a\r\nb`", "[]int{1, // x\n}", "a /* \n */ + b", "struct{\n\tA int\n}{1}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, list string) {
		before, dots, err := Split(list)
		if err != nil {
			return
		}
		line := OneLine(list)
		if strings.Contains(line, "\n") {
			t.Errorf("%q became %q", list, line)
		}
		after, dotsAfter, err := Split(line)
		if err != nil || len(after) != len(before) || dots != dotsAfter {
			t.Errorf("%q became %q: %v", list, line, err)
		}
		if again := OneLine(line); again != line && !strings.Contains(line, "//") {
			t.Errorf("%q is not stable: %q", line, again)
		}
	})
}

func ExampleSignature_Type() {
	s, err := ParseSignature("func Sum[T int | float64](xs ...T) (total T)")
	fmt.Println(s.Type(), err)
	// Output: func[T int | float64](...T) (T) <nil>
}
