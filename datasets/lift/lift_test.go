package lift

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dialogo/datasets/gosrc"
)

var update = flag.Bool("update", false, "write the golden files anew")

// around makes a Test for a signature, with the imports a test file has.
func around(t testing.TB, signature, context string) Test {
	t.Helper()
	s, err := gosrc.ParseSignature(signature)
	if err != nil {
		t.Fatal(err)
	}
	test := Test{Entry: s, Context: context}
	for _, p := range []string{"testing", Testify, "math", "math/rand", "strconv", "strings", "crypto/rand"} {
		i := gosrc.Import{Path: p}
		if p == "crypto/rand" {
			i.Name = "crand"
		}
		test.Imports = append(test.Imports, i)
	}
	return test
}

// body wraps statements into a test function.
func body(statements string) string {
	return "func TestF(t *testing.T) {\n\tassert := assert.New(t)\n" + statements + "\n}\n"
}

// text writes assertions one a line.
func text(asserts []Assert) string {
	var lines []string
	for _, a := range asserts {
		if a.Holds != "" {
			lines = append(lines, fmt.Sprintf("F(%s) holds %s", a.Args, a.Holds))
		} else {
			lines = append(lines, fmt.Sprintf("F(%s) => %s", a.Args, a.Want))
		}
	}
	return strings.Join(lines, "\n")
}

func TestAssertionsBecomeCases(t *testing.T) {
	for _, c := range []struct{ name, signature, test, want string }{
		{"equal", "func F(x int) int", "assert.Equal(3, F(1))", "F(1) => 3"},
		{"either side", "func F(x int) int", "assert.Equal(F(1), 3)", "F(1) => 3"},
		{"with a message", "func F(x int) int", `assert.Equal(3, F(1), "case %d", 1)`, "F(1) => 3"},
		{"over lines, with comments", "func F(x []int, s string) []int",
			"assert.Equal([]int{1, // one\n\t\t2},\n\t\t// in between\n\t\tF([]int{\n\t\t\t3,\n\t\t}, \"//\")) // why", `F([]int{3}, "//") => []int{1, 2}`},
		{"parentheses", "func F(x int) int", "assert.Equal((3), (F((1))))", "F((1)) => (3)"},
		{"true and false", "func F(x int) bool", "assert.True(F(1))\nassert.False(F(2))", "F(1) => true\nF(2) => false"},
		{"nil of an interface", "func F() interface{}", "assert.Equal(nil, F())\nassert.Nil(F())", "F() => nil\nF() => nil"},
		{"nil of a slice", "func F() []int", "assert.Nil(F())", "F() => nil"},
		{"defaults behind an interface", "func F(x any) any", "assert.Equal(2.5, F(1))\nassert.Equal('a', F(\"x\"))", "F(1) => 2.5\nF(\"x\") => 'a'"},
		{"std packages", "func F(x float64) float64", "assert.Equal(math.Inf(1), F(math.Pi))", "F(math.Pi) => math.Inf(1)"},
		{"variadic", "func F(xs ...int) int", "assert.Equal(3, F(1, 2))\nassert.Equal(3, F([]int{1, 2}...))", "F(1, 2) => 3\nF([]int{1, 2}...) => 3"},
		{"generic", "func F[T any](xs []T) int", "assert.Equal(1, F([]string{\"a\"}))", `F([]string{"a"}) => 1`},
		{"a function as argument", "func F(f func(int) int) int", "assert.Equal(3, F(func(x int) int {\n\t\ty := x\n\t\treturn y\n\t}))",
			"F(func(x int) int {y := x; return y}) => 3"},
		{"a given function", "func F(s string) string", `assert.Equal("a", F(Given("a")))`, `F(Given("a")) => "a"`},
		{"struct fields", "func F(p Pair) int", "assert.Equal(3, F(Pair{A: 1}))", "F(Pair{A: 1}) => 3"},
		{"a loop", "func F(x, y int) string", "for i := 2; i < 4; i++ {\n\tassert.Equal(strconv.Itoa(i), F(i, i+1))\n}",
			"F(2, int(2)+1) => strconv.Itoa(2)\nF(3, int(3)+1) => strconv.Itoa(3)"},
		{"a loop of a loop", "func F(x, y int) int", "for i := 0; i <= 1; i++ {\n\tfor j := 5; j < 6; j++ {\n\t\tassert.Equal(i*j, F(i, j))\n\t}\n}",
			"F(0, 5) => int(0)*int(5)\nF(1, 5) => int(1)*int(5)"},
		{"a parameter named like a package", "func F(strings []string) any", `assert.Equal("x", F([]string{"x"}))`, `F([]string{"x"}) => "x"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			context := "type Pair struct{ A, B int }\nfunc Given(s string) string { return s }"
			got, err := around(t, c.signature, context).Asserts(body(c.test))
			if err != nil || text(got) != c.want {
				t.Errorf("got\n%s\n%v\nwant\n%s", text(got), err, c.want)
			}
		})
	}
}

func TestPackageFormIsLiftedToo(t *testing.T) {
	test := "func TestF(t *testing.T) {\n\tassert.Equal(t, 3, F(1), \"message\")\n\tassert.True(t, F(2) > 1)\n}"
	got, err := around(t, "func F(x int) int", "").Asserts(test)
	if want := "F(1) => 3\nF(2) holds got > 1"; err != nil || text(got) != want {
		t.Errorf("got\n%s\n%v", text(got), err)
	}
}

func TestComputedConditionsBecomePredicates(t *testing.T) {
	for _, c := range []struct{ name, signature, test, want string }{
		{"compared with true", "func F(x float64) float64", "assert.Equal(true, math.Abs(F(1)-2.0/3.0) < 1e-6)", "F(1) holds math.Abs(got-2.0/3.0) < 1e-6"},
		{"compared with false", "func F(x int) int", "assert.Equal(false, F(1) == 2)", "F(1) holds !(got == 2)"},
		{"compared with a value", "func F(x int) []int", "assert.Equal(2, len(F(1)))", "F(1) holds reflect.DeepEqual(any(2), any(len(got)))"},
		{"in delta", "func F(x int) float64", "assert.InDelta(0.5, F(1), 1e-9)", "F(1) holds math.Abs(float64(0.5)-float64(got)) <= 1e-9"},
		{"by a helper", "func F(x []int) []int", "same := func(a, b []int) bool { return len(a) == len(b) }\nassert.True(same([]int{1}, F([]int{2})))",
			"F([]int{2}) holds same([]int{1}, got)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := around(t, c.signature, "").Asserts(body(c.test))
			if err != nil || text(got) != c.want {
				t.Errorf("got\n%s\n%v\nwant\n%s", text(got), err, c.want)
			}
			if !NeedsChecker(got) {
				t.Error("needs a checker")
			}
		})
	}
}

func TestWhatCannotBeLiftedSaysWhere(t *testing.T) {
	for _, c := range []struct{ name, signature, test, want string }{
		{"another type", "func F(x int) float64", "assert.Equal(5, F(1))", "line 3: a wanted value of another type"},
		{"nil for a slice", "func F() []int", "assert.Equal(nil, F())", "another type"},
		{"a named type", "func F() T", "assert.Equal(5, F())", "another type"},
		{"a variable", "func F(x int) int", "x := 1\nassert.Equal(3, F(x))", "line 3: a value that is computed"},
		{"a declared variable", "func F(x int) int", "var x int\nassert.Equal(3, F(x))", "no assertion"},
		{"the test itself", "func F(x any) int", "assert.Equal(3, F(t))", "t, a variable of the test"},
		{"fed with its own result", "func F(x int) int", "assert.Equal(3, F(F(1)))", "2 calls"},
		{"compared with itself", "func F(x int) int", "assert.Equal(F(1), F(2))", "2 calls"},
		{"no call", "func F(x int) int", "assert.Equal(1, 1)", "0 calls"},
		{"passed on as a value", "func F(x int) int", "g := func() int { return F(1) }\nassert.Equal(1, g())", "a helper that calls F"},
		{"a loop without end", "func F(x int) int", "for i := 0; ; i++ {\n\tassert.Equal(i, F(i))\n}", "constant end"},
		{"a long loop", "func F(x int) int", "for i := 0; i < 1000000; i++ {\n\tassert.Equal(i, F(i))\n}", "more than"},
		{"loops that multiply", "func F(x int) int", "for i := 0; i < 1999; i++ {\n\tfor j := 0; j < 1999; j++ {\n\t\tassert.Equal(i, F(i))\n\t}\n}", "more than"},
		{"a range", "func F(x int) int", "for _, x := range []int{1} {\n\tassert.Equal(x, F(x))\n}", "no assertion"},
		{"a loop variable that is set", "func F(x int) int", "for i := 0; i < 3; i++ {\n\ti = 2\n}", "no assertion"},
		{"another assertion", "func F(x int) []int", "assert.ElementsMatch([]int{1}, F(1))", "assert.ElementsMatch is not lifted"},
		{"an import a case cannot name", "func F(x any) int", "assert.Equal(1, F(crand.Reader))", "package crypto/rand"},
		{"an unknown name", "func F(x any) int", "assert.Equal(1, F(nowhere))", "nowhere, which is not declared"},
		{"a name of the checker's own", "func F(x int) int", "got := func(int) bool { return true }\nassert.True(got(F(1)))", "a variable named got"},
		{"a predicate on a generic function", "func F[T any](x T) T", "assert.True(F(1) > 0)", "generic"},
		{"a declaration of no name", "func F(x int) int", "-same := func() {}", "an assignment"},
		{"a loop over no name", "func F(x int) int", "for -i := 0; i < 2; i++ {\n\tassert.Equal(1, F(1))\n}", "does not start at a constant"},
		{"another statement", "func F(x int) int", "t.Parallel()", "no assertion"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := around(t, c.signature, "type T int").Asserts(body(c.test))
			var not *NotLiftable
			if !errors.As(err, &not) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %q, %v; want %q", text(got), err, c.want)
			}
		})
	}
}

func TestDeclarationsBesidesTheTestStayCode(t *testing.T) {
	test := "var x = 1\n\nfunc TestF(t *testing.T) {\n\tassert.Equal(t, 3, F(x))\n}"
	_, err := around(t, "func F(x int) int", "").Asserts(test)
	var not *NotLiftable
	if !errors.As(err, &not) || not.Line != 1 {
		t.Errorf("got %v", err)
	}
}

func TestCodeThatIsNoGoIsAnError(t *testing.T) {
	_, err := around(t, "func F(x int) int", "").Asserts("func TestF(t *testing.T) {\n\tassert.Equal(\n}")
	var not *NotLiftable
	if err == nil || errors.As(err, &not) || !strings.HasPrefix(err.Error(), "line 3") {
		t.Errorf("got %v", err)
	}
}

func TestCheckerIsAsInTheGoldenFile(t *testing.T) {
	test := around(t, "func F(x []int, k int) []float64", "")
	got, err := test.Asserts(body(`
	close := func(a, b []float64) bool {
		for i := range a {
			if math.Abs(a[i]-b[i]) > 1e-6 { // strict
				return false
			}
		}
		return true
	}
	assert.True(close([]float64{1, 2}, F([]int{1, 2}, 1)))
	assert.Equal([]float64{}, F(nil, 0))
	assert.True(close([]float64{1, 2}, F([]int{1, 2}, 1)), "said twice")
	assert.Equal(2, len(F([]int{1, 2}, 1)))`))
	if err != nil {
		t.Fatal(err)
	}
	code := test.Checker(got)
	if _, _, err := gosrc.Parse(code); err != nil {
		t.Fatalf("%v in\n%s", err, code)
	}
	golden(t, "checker.golden", code)
}

// golden compares with a file of testdata, or writes it under -update.
func golden(t *testing.T, file, got string) {
	t.Helper()
	path := filepath.Join("testdata", file)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs (go test -update writes it anew); got:\n%s", path, got)
	}
}

func FuzzAsserts(f *testing.F) {
	f.Add("func F(x int) int", body("assert.Equal(3, F(1))"))
	f.Add("func F(x int) string", body("for i := 2; i < 4; i++ {\n\tassert.Equal(strconv.Itoa(i), F(i))\n}"))
	f.Add("func F(x []int) bool", body("same := func(b bool) bool { return b }\nassert.True(same(F([]int{1, // one\n2})))"))
	f.Add("func F[T any](xs ...T) any", body("assert.Nil(F([]int{}...))"))
	f.Fuzz(func(t *testing.T, signature, code string) {
		s, err := gosrc.ParseSignature(signature)
		if err != nil {
			return
		}
		test := around(t, "func F()", "")
		test.Entry = s
		asserts, err := test.Asserts(code)
		if err != nil {
			return
		}
		for _, a := range asserts {
			for _, list := range []string{a.Args, a.Want, a.Holds} {
				if _, _, err := gosrc.Split(list); err != nil {
					t.Errorf("%q in %+v: %v", list, a, err)
				}
			}
		}
		if NeedsChecker(asserts) {
			if _, _, err := gosrc.Parse(test.Checker(asserts)); err != nil {
				t.Errorf("checker: %v", err)
			}
		}
	})
}

func ExampleTest_Asserts() {
	s, err := gosrc.ParseSignature("func Half(x int) float64")
	if err != nil {
		panic(err)
	}
	test := Test{Entry: s, Imports: []gosrc.Import{{Path: "testing"}, {Path: Testify}}}
	asserts, err := test.Asserts("func TestHalf(t *testing.T) {\n\tassert.Equal(t, 1.5, Half(3))\n}")
	fmt.Printf("%+v %v\n", asserts, err)
	_, err = test.Asserts("func TestHalf(t *testing.T) {\n\tassert.Equal(t, 1, Half(2))\n}")
	fmt.Println(err)
	// Output:
	// [{Args:3 Want:1.5 Holds: Helpers:[]}] <nil>
	// line 2: a wanted value of another type than the result
}
