//go:build linux

package judge_test

import (
	"testing"

	"dialogo/bench"
	"dialogo/bench/judge"
)

// honest are answers as models write them, built in each of the ways there are, with
// verdicts of each kind.
var honest = []struct {
	task bench.Task
	code string
}{
	{rightTask, "func Right(n int) int { return n * n }"},
	{rightTask, "func Right(n int) int { return helper(n, n) }\n\nfunc helper(a, b int) int { return a * b }"},
	{rightTask, "func Right(n int) int { return n + n }"},
	{rightTask, "type pair struct{ a, b int }\n\nfunc (p pair) times() int { return p.a * p.b }\n\nfunc Right(n int) int { return pair{n, n}.times() }"},
	{rightTask, "func Right(n int) int {\n\tc := make(chan int)\n\tgo func() { c <- n * n }()\n\treturn <-c\n}"},
	{rightTask, "import \"fmt\"\n\nfunc Right(n int) int {\n\tfmt.Println(n)\n\tif n > 2 {\n\t\tpanic(fmt.Sprint(\"no more than \", 2))\n\t}\n\treturn n * n\n}"},
	{rightTask, "var cache = map[int]int{}\n\nfunc init() { cache[2] = 4 }\n\nfunc Right(n int) int {\n\tif v, ok := cache[n]; ok {\n\t\treturn v\n\t}\n\treturn n * n\n}"},
	{rightTask, "func Right(n int) int { return []int{0, 1, 4}[n] }"},
	{rightTask, "func Right(n int) int { return n * m }"},
	{rightTask, "func Right(n int) int {\n\tx := 0\n\tfor i := range 5000000 * n {\n\t\tx += i & 1\n\t}\n\treturn n*n + x - 2500000*n\n}"},
	{rightTask, "func Right(n int) int {\n\tall := make([]int, 1<<20)\n\tfor i := range all {\n\t\tall[i] = n * n\n\t}\n\treturn all[n]\n}"},
	{shapeTask, "func Turn(p Spot) (Spot, error) {\n\tif p.X < 0 {\n\t\treturn p, ErrSpot\n\t}\n\treturn Spot{p.Y, p.X}, nil\n}"},
	{shapeTask, "func Turn(p Spot) (Spot, error) { return p, nil }"},
}

var rightTask = bench.Task{ID: "right", Entry: "Right", Signature: "func Right(n int) int", Reference: "func Right(n int) int { return n * n }", Cases: []bench.Case{
	{ID: "v1", Visible: true, Args: "2", Want: "4"}, {ID: "h1", Args: "3", Want: "9"}, {ID: "h2", Args: "0", Want: "0"}}}

var shapeTask = bench.Task{ID: "shape", Entry: "Turn", Signature: "func Turn(p Spot) (Spot, error)",
	Context: "import \"errors\"\n\ntype Spot struct{ X, Y int }\n\nvar ErrSpot = errors.New(\"no such spot\")\n",
	Cases:   []bench.Case{{ID: "v1", Visible: true, Args: "Spot{1, 2}", Want: "Spot{2, 1}, nil"}, {ID: "h1", Args: "Spot{-1, 0}", Want: "Spot{-1, 0}, ErrSpot"}}}

// honestAlone are the verdicts of the honest, each judged while nothing else is.
func honestAlone(t testing.TB, j *judge.Judge) []string {
	t.Helper()
	var alone []string
	for i, h := range honest {
		v, err := j.Judge(t.Context(), &h.task, h.code)
		if err != nil {
			t.Fatalf("honest answer %d: %v", i, err)
		}
		alone = append(alone, words(v))
	}
	return alone
}
