package judge

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dialogo/bench"
)

// season has given types with methods, fields of several kinds, a checker and cases
// that use the given declarations.
var season = bench.Task{ID: "season", Entry: "Best", Signature: "func Best(ms []Match, c Color) ([]Row, Color)",
	Context: `import (
	"strconv"
	"time"
)

// Match is a match.
type Match struct {
	Home, Away string
	At         time.Time ` + "`json:\"at\"`" + `
	Next       *Match
}

// Row is a row.
type Row struct{ Team string }

type Color int

const (
	Red Color = iota
	Blue
)

// String names the color.
func (c Color) String() string {
	if c == Red {
		return "red"
	}
	return strconv.Itoa(int(c))
}

func (Color) Zero(int) int { return len(strconv.Itoa(0)) }

type Number interface{ ~int | ~float64 }

type Pair[K comparable, V any] struct {
	Key K
	Val V
}

type Other struct{ A, B int }
`,
	Checker: "import \"errors\"\n\nfunc Check(ms []Match, c Color, rows []Row, got Color) error {\n\tif len(rows) != len(ms) || got != c || len(ms) > 0 && rows[0].Team != ms[0].Home {\n\t\treturn errors.New(\"wrong\")\n\t}\n\treturn nil\n}\n",
	Cases:   []bench.Case{{ID: "v1", Visible: true, Args: `[]Match{{Home: "a", Away: "b"}}, Blue`}, {ID: "h1", Args: "nil, Red"}},
}

const best = `
func Best(ms []Match, c Color) (rows []Row, d Color) {
	for _, m := range ms {
		rows = append(rows, Row{Team: m.Home})
	}
	return rows, c
}
`

func TestAnswersMayRepeatAndExtendWhatIsGiven(t *testing.T) {
	plain := season
	plain.Checker = ""
	plain.Cases = []bench.Case{{ID: "v1", Visible: true, Args: `[]Match{{Home: "a", Away: "b"}}, Blue`, Want: `[]Row{{Team: "a"}}, Blue`}, {ID: "h1", Args: "nil, Red", Want: "nil, Red"}}
	const match = "import \"time\"\ntype Match struct {\n\tHome string // the team\n\tAway string\n\tAt time.Time `json:\"at\"`\n\tNext *Match\n}\n"
	tests := []struct{ name, code string }{
		{"nothing", best},
		{"a type written differently", match + best},
		{"a type under another import", strings.Replace(strings.Replace(match, "import", "import clock", 1), "time.Time", "clock.Time", 1) + best},
		{"all types", match + "type (\n\tRow struct { Team string; }\n\tColor int\n)\nconst (\n\tRed Color = iota\n\tBlue\n)\ntype Number interface{ ~float64 | ~int }\ntype Pair[A comparable, B interface{}] struct { Key A; Val B }\n" + best},
		{"a type with its methods", "import \"strconv\"\ntype Color int\nfunc (c Color) String() string {\n\tif c == Red { return \"red\" }\n\treturn strconv.Itoa(int(c)) // a number\n}\nfunc (Color) Zero(int) int { return len(strconv.Itoa(0)) }" + best},
		{"methods without their type", "import \"strconv\"\nfunc (c Color) String() string { if c == Red { return \"red\" }; return strconv.Itoa(int(c)) }" + best},
		{"a new method", best + "func (r Row) better(o Row) bool { return r.Team < o.Team }\nvar _ = Row{}.better(Row{})\n"},
		{"a new method with a repeated type", "type Row struct { Team string; }\nfunc (r *Row) better(o Row) bool { return r.Team < o.Team }\n" + best},
		{"another given method", "func (c Color) String() string { return \"c\" }" + best},
		{"a new method beside repeated ones", match + "type Color int\nfunc (c Color) Next() Color { return c + 1 }\nfunc (Color) Zero(int) int { return len(\"0\") }\nfunc (m Match) String() string { return Blue.Next().String() }" + best},
		{"a method of a given generic type", "func (p Pair[K, V]) Swap() Pair[K, V] { return p }" + best},
		{"an own type of a given name, with methods", "type Other struct{ C string }\nfunc (o Other) String() string { return o.C }" + best},
		{"predeclared names", "func append(rows []Row, r Row) []Row { return []Row{r} }\nvar true, len, nil = 1, 2, 3\n" + best},
	}
	for _, tt := range tests {
		for _, task := range []bench.Task{season, plain} {
			v := verdict(t, &task, tt.code)
			if got, want := summary(v), `passed | v1 passed got []Row{Row{Team: "a"}}, Color(1) | h1 passed got []Row(nil), Color(0)`; strings.ReplaceAll(got, "{{", "{Row{") != want {
				t.Errorf("%s: got  %s\nwant %s", tt.name, got, want)
			}
		}
	}
}

func TestOtherTypesAreNotTheGivenOnes(t *testing.T) {
	const m = "import \"time\"\ntype Match struct { Home, Away string; At time.Time `json:\"at\"`; Next *Match }\n"
	for name, code := range map[string]string{
		"Row":   "type Row struct { Team string `json:\"team\"` }",
		"Match": strings.Replace(m, "Away string", "away string", 1),
		"Color": "type Color = int",
	} {
		got := summary(verdict(t, &season, code+best))
		if !strings.Contains(got, "the "+name+" in the type of Best is one the answer declares itself") {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestLeagueTableMayHaveMethods(t *testing.T) {
	read := func(name string) string {
		b, err := os.ReadFile(filepath.Join("..", "..", "datasets", "suite", "league-table", name))
		if err != nil {
			t.Fatal(err)
		}
		return strings.Replace(string(b), "package task\n", "", 1)
	}
	task := cases("LeagueTable", "func LeagueTable(matches []Match) []Row", `[]Match{{"a", "b", 1, 0}}`, `[]Row{{1, "a", 3, 1, 1}, {2, "b", 0, -1, 0}}`)
	task.Context = read("context.go")
	const better = "\nfunc (r Row) better(o Row) bool { return r.Points > o.Points }\n"
	for _, code := range []string{
		read("reference.go") + better,
		strings.Replace(read("reference.go"), "func LeagueTable", "type Match struct {\n\tHome string\n\tAway string\n\tHomeGoals int\n\tAwayGoals int\n}\ntype Row struct { Rank int; Team string; Points, Diff, Goals int }\n\nfunc LeagueTable", 1) + better,
	} {
		if v := verdict(t, &task, code); v.Status != bench.Passed {
			t.Errorf("%s", summary(v))
		}
	}
}

// All that is done with an answer's source in this process takes time in proportion
// to it: what gc or its parser cannot handle ends in the sandbox.
func TestSourcesThatAreHardToRead(t *testing.T) {
	const entry = "\nfunc Best(ms []Match, c Color) ([]Row, Color) { return nil, 0 }\n"
	for name, code := range map[string]string{
		"a long sum":               "var t = 1" + strings.Repeat("+1", 95_000) + entry,
		"a long sum of given name": "const Blue = 1" + strings.Repeat("+1", 95_000) + entry,
		"a long entry type":        "func Best(x [1" + strings.Repeat("+1", 95_000) + "]int) {}",
		"nesting":                  "var t = " + strings.Repeat("(", 400_000) + entry,
		"many repeats":             strings.Repeat("type Row struct{Team string}\n", 20_000) + entry,
		"many methods":             strings.Repeat("func (Color) Zero(int) int { return 1 }\n", 20_000) + entry,
		"many imports":             strings.Repeat("import \"x/y\"\n", 60_000) + entry,
		"many directives":          strings.Repeat("//go:linkname x y\n", 50_000) + entry,
		"many groups":              "const (\n" + strings.Repeat("Red, Blue = iota, iota\n", 30_000) + ")\n" + entry,
	} {
		e, err := testJudge(t).tools.read(&season)
		if err != nil {
			t.Fatal(err)
		}
		begin := time.Now()
		a := readAnswer(code, e, testJudge(t).tools)
		_ = a.entry
		t.Logf("%s: %v for %d bytes", name, time.Since(begin), len(code))
		if len(a.refused) > maxDiagnostics {
			t.Errorf("%s: %d diagnostics", name, len(a.refused))
		}
	}
	testJudge(t) // skips where nothing can be judged
	j, err := New(context.Background(), Options{Limits: bench.Limits{Compile: bench.Duration(3e9)}})
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	v, err := j.Judge(context.Background(), &season, strings.Repeat("type Row struct{Team string}\n", 20_000)+best)
	if err != nil || v.Status != bench.CompileError || !strings.Contains(summary(v), "Row redeclared") {
		t.Errorf("%s, %v", summary(v), err)
	}
}

func TestALocalTypeIsNotTheGivenOneOfItsName(t *testing.T) {
	j := testJudge(t)
	task := cases("F", "func F(x int) any", "3", "Celsius(3)")
	task.Context = "type Celsius float64"
	const method = "func (c Celsius) Foo() {}\n"
	deep := strings.Repeat("(", maxDepth+1) + "1" + strings.Repeat(")", maxDepth+1)
	for code, want := range map[string]string{
		method + "func F(x int) any { return Celsius(3) }":                                                                                  "passed",
		method + "func F(x int) any { type Celsius float64; return Celsius(3) }":                                                            "wrong_answer | h1 wrong_answer Celsius_local(3)",
		method + "func F(x int) any { { type Celsius float64 }; m := map[any]int{Celsius(1): 1}; _ = m; return Celsius(3) }":                "passed",
		method + "func F(x int) any { type Celsius float64; type t struct{ Celsius int }; return float64(Celsius(t{Celsius: 3}.Celsius)) }": "wrong_answer | h1 wrong_answer float64(3)",
		method + "func F(x int) any { type Celsius float64; y := 1; return Celsius(3) }":                                                    "compile_error | answer.go:2:43: declared and not used: y",
		method + "func F(x int) any { type Celsius float64; _ = " + deep + "; return Celsius(3) }":                                          "compile_error",
	} {
		if got := show(t, j, task, code); !strings.HasPrefix(got, want) {
			t.Errorf("%s\ngot  %s\nwant %s", code, got, want)
		}
	}
}

func TestDeepCodeIsReadSoon(t *testing.T) {
	j := testJudge(t)
	e, err := j.tools.read(&clamp)
	if err != nil {
		t.Fatal(err)
	}
	code := "func Clamp(x, lo, hi int) int {" + strings.Repeat("{", 900) + strings.Repeat("x;", 500_000) + strings.Repeat("}", 900) + "}"
	begin := time.Now()
	readAnswer(code, e, j.tools)
	if took := time.Since(begin); took > 1500*time.Millisecond {
		t.Errorf("took %v", took)
	}
}
