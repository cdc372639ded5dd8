package reports

import (
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"dialogo/bench"
)

// TestChromiumVerdictsFillTheRow: the charts of several models share a row when
// each model has few, and no model's charts are torn apart where a row has room.
func TestChromiumVerdictsFillTheRow(t *testing.T) {
	for name, c := range map[string]struct {
		mixes []string
		want  []int // charts a row, at the widest
	}{
		"one mix":    {[]string{"compile"}, []int{3}},
		"two mixes":  {[]string{"compile", "exec:full"}, []int{4, 2}},
		"four mixes": {[]string{"retry", "compile", "exec:full", "exec:partial"}, []int{4, 4, 4}},
	} {
		t.Run(name, func(t *testing.T) {
			b := openInChromium(t, madeRecord(2, 2, c.mixes...))
			b.do(chromedp.EmulateViewport(1280, 900))
			rows := evaluate[[]int](b, `(() => {
				const rows = new Map();
				for (const f of document.querySelectorAll("#verdicts figure")) {
					const top = Math.round(f.getBoundingClientRect().top);
					rows.set(top, (rows.get(top) || 0) + 1);
				}
				return [...rows.values()];
			})()`)
			if !slices.Equal(rows, c.want) {
				t.Errorf("%v charts a row, want %v", rows, c.want)
			}
			b.quiet()
		})
	}
}

// TestChromiumChartsHoldTheirWords: no word of a chart is cut off at its edge, in
// however narrow a study.
func TestChromiumChartsHoldTheirWords(t *testing.T) {
	for _, turns := range []int{1, 2, 5} {
		r := madeRecord(2, turns, "compile")
		keep(r, func(e bench.Episode) bool { return e.Model != "sim/weak" })
		b := openInChromium(t, r)
		got := evaluate[struct {
			Empty int
			Cut   []string
		}](b, `({
			Empty: [...document.querySelectorAll("#verdicts text.empty")].length,
			Cut: [...document.querySelectorAll("figure svg text")].filter((x) => {
				const word = x.getBBox(), all = x.ownerSVGElement.viewBox.baseVal;
				return word.x < 0 || word.x + word.width > all.width || word.y + word.height > all.height;
			}).map((x) => x.textContent),
		})`)
		if got.Empty != 1 {
			t.Errorf("%d turns: %d charts without an episode, want 1", turns, got.Empty)
		}
		if len(got.Cut) > 0 {
			t.Errorf("%d turns: cut off: %q", turns, got.Cut)
		}
		b.quiet()
	}
}

// TestChromiumShowsTypicalCodeWhole: code of 40 lines needs no scrolling, code of
// hundreds does not push the verdict out of sight.
func TestChromiumShowsTypicalCodeWhole(t *testing.T) {
	for lines, scrolls := range map[int]bool{40: false, 200: true} {
		r := madeRecord(1, 1, "compile")
		for i := range r.Episodes {
			r.Episodes[i].Turns[0].Extraction.Code = "package task\n" + strings.Repeat("// "+strings.Repeat("long ", 60)+"\n", lines-1)
		}
		b := openInChromium(t, r)
		if got := evaluate[bool](b, `(() => { const c = document.querySelector("#episode .code"); return c.scrollHeight > c.clientHeight; })()`); got != scrolls {
			t.Errorf("%d lines of code scroll: %v, want %v", lines, got, scrolls)
		}
		b.quiet()
	}
}
