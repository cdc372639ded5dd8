package scoring

import "dialogo/bench"

// Transition counts, for one model and mix, what became of the scored episodes
// from the turn before to this one. The four counts add up to the number of
// scored episodes.
type Transition struct {
	Model string `json:"model"`
	Mix   string `json:"mix"`
	// Turn is the later of the two turns, so at least 1.
	Turn int `json:"turn"`
	// Fixed went from wrong to right, Broken from right to wrong, Stuck stayed
	// wrong, Kept stayed right. An episode that stopped is carried forward, so it
	// goes on as Kept or Stuck.
	Fixed  int `json:"fixed"`
	Broken int `json:"broken"`
	Stuck  int `json:"stuck"`
	Kept   int `json:"kept"`
}

// Transitions counts what each turn changed, by model and mix in the study's
// order, then by turn. It fails as [Score] does.
func Transitions(rec *bench.Record) ([]Transition, error) {
	cells, err := gather(rec)
	if err != nil {
		return nil, err
	}
	var all []Transition
	for _, c := range cells {
		for t := 1; t < rec.Study.Turns; t++ {
			all = append(all, c.transition(t))
		}
	}
	return all, nil
}

func (c *cell) transition(t int) Transition {
	tr := Transition{Model: c.model, Mix: c.mix, Turn: t}
	for _, s := range c.tasks {
		for _, p := range s.scored {
			switch {
			case p[t] && p[t-1]:
				tr.Kept++
			case p[t]:
				tr.Fixed++
			case p[t-1]:
				tr.Broken++
			default:
				tr.Stuck++
			}
		}
	}
	return tr
}
