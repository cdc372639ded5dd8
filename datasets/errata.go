package datasets

import "strings"

// erratum mends a reference solution that is wrong upstream. References decide
// nothing about an answer, but validating compares with them, critics read them,
// and time limits may be derived from them: they must be right every time. Answers may
// be upstream's very text, which models have read; so whoever judges is told of it.
type erratum struct {
	task         string
	wrong, right string // wrong stands in the solution exactly once
	note         string // what becomes of an answer with the wrong text
}

// humanEvalErrata are the known ones. They apply to both HumanEval-X and
// HumanEvalPack, and only to the very text they quote: a dataset that has mended
// the solution by itself is left alone.
func humanEvalErrata() []erratum {
	return []erratum{{
		// The loop over the map ends after the second key, so the result depends on
		// Go's random order of keys: of 500 runs on Go 1.26, 298 gave all the results
		// upstream's own tests want. Looking at all keys gives them always.
		task:  "Go/95",
		wrong: "            state = \"mixed\"\n            break\n        } else {\n            break\n        }\n",
		right: "            state = \"mixed\"\n            break\n        }\n",
		note:  "the dataset's own solution is right only for some orders of a map's keys, which are random: an answer that repeats it passes or fails by chance",
	}}
}

// mended is a solution without its known mistakes; note says what they were.
func mended(task, solution string) (right, note string) {
	for _, e := range humanEvalErrata() {
		if e.task == task && strings.Count(solution, e.wrong) == 1 {
			solution, note = strings.Replace(solution, e.wrong, e.right, 1), e.note
		}
	}
	return solution, note
}
