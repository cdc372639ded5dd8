package scoring

import (
	"encoding/csv"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"dialogo/bench/benchtest"
)

// TestPublishedMRR recomputes the MRR of ConvCodeWorld's nine settings for
// deepseek-coder-6.7b-instruct from its published per-turn scores. Both are printed
// to one decimal, so both are compared so: of the 0.1 allowed, up to 0.1 is their
// rounding, and the rest what MRRFromTurns says about regressions.
func TestPublishedMRR(t *testing.T) {
	dir := benchtest.Shared(t, "data", "convcodeworld")
	const model = "readme_live_deepseek-ai_deepseek-coder-6.7b-instruct_"
	turns := readCSV(t, filepath.Join(dir, model+"turn.csv"))
	metrics := readCSV(t, filepath.Join(dir, model+"metrics.csv"))
	if len(turns) != 12 || len(turns[0]) != 10 || metrics[1][0] != "MRR" {
		t.Fatalf("the published tables have another shape: %d × %d, %q", len(turns), len(turns[0]), metrics[1][0])
	}
	for col := 1; col < len(turns[0]); col++ {
		var p []float64
		for _, line := range turns[1:] {
			p = append(p, number(t, line[col]))
		}
		got, want := MRRFromTurns(p), number(t, metrics[1][col])
		if math.Abs(math.Round(10*got)-10*want) > 1.0001 {
			t.Errorf("%s: MRR %.2f, published %.1f", turns[0][col], got, want)
		}
	}
}

func readCSV(t *testing.T, path string) [][]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

func number(t *testing.T, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestMRRFromTurnsIsMRR: without regressions the column's MRR is the episodes' own.
func TestMRRFromTurnsIsMRR(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 1))
	const turns = 6
	var outcomes [][]string
	for range 50 {
		s := []byte("000000")
		if i := rnd.IntN(9); i < turns {
			s = append(s[:i], '1')
		}
		outcomes = append(outcomes, []string{string(s)})
	}
	rows, err := Score(study(turns, outcomes...), Options{})
	if err != nil {
		t.Fatal(err)
	}
	var column []float64
	for turn := range turns {
		column = append(column, *find(rows, CCW, 0, turn).Value)
	}
	if !slices.IsSorted(column) {
		t.Fatalf("column %v falls", column)
	}
	if got, want := MRRFromTurns(column), *find(rows, MRR, 0, turns-1).Value; math.Abs(got-want) > 1e-12 {
		t.Errorf("from the column %v, from the episodes %v", got, want)
	}
	if MRRFromTurns(nil) != 0 {
		t.Error("an empty column has an MRR")
	}
}
