package progress

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Answers shows how far the judging of existing answers is, in the display's mode. Its
// methods may be called by many goroutines; Start comes first.
type Answers struct{ d *Display }

// NewAnswers makes a display of answers; see [New].
func NewAnswers(d *Display) Answers { return Answers{d} }

// Opening says, before Start, that the judge of so many answers is made ready.
func (a Answers) Opening(all int) {
	d := a.d
	d.mu.Lock()
	defer d.mu.Unlock()
	switch d.mode {
	case "none":
	case "json":
		json.NewEncoder(d.w).Encode(answersState{Answers: all, Preparing: true})
	default:
		d.write("preparing the toolchain (compiles the standard library the first time, about a minute)")
	}
}

// Start says that so many of all answers were judged earlier. Until the first of the
// others is done, the judge prepares their tasks.
func (a Answers) Start(all, done int) {
	d := a.d
	d.mu.Lock()
	defer d.mu.Unlock()
	d.began = d.now()
	d.shown, d.total, d.before = d.began, all, done
	switch {
	case d.mode == "none" || done == all:
	case d.mode == "json":
		json.NewEncoder(d.w).Encode(answersState{Answers: all, Done: done, Preparing: true})
	default:
		d.write("preparing tasks")
	}
}

// Done says that one more was judged.
func (a Answers) Done(errored bool) {
	d := a.d
	d.mu.Lock()
	defer d.mu.Unlock()
	at := d.now()
	d.count(at)
	if errored {
		d.failed++
	}
	last := d.before+d.done == d.total
	if d.mode == "none" || !last && at.Sub(d.shown) < d.pause() {
		return
	}
	d.shown = at
	if d.mode == "json" {
		json.NewEncoder(d.w).Encode(answersState{Answers: d.total, Done: d.before + d.done, Errored: d.failed,
			Elapsed: at.Sub(d.began).Seconds(), Left: d.left(at).Seconds()})
		return
	}
	d.write(d.answersText(at))
}

// Close ends the live line.
func (a Answers) Close() { a.d.Close() }

// answersState is one line of --progress=json.
type answersState struct {
	Answers int     `json:"answers"`
	Done    int     `json:"done"`
	Errored int     `json:"errored"`
	Elapsed float64 `json:"elapsed_s"`
	Left    float64 `json:"left_s,omitempty"`
	// Preparing says that the toolchain, or the tasks, are being prepared, and nothing is
	// judged yet.
	Preparing bool `json:"preparing,omitempty"`
}

// pause is the least time between two showings: answers are judged by the hundred a
// second, so machines are not told of each either.
func (d *Display) pause() time.Duration {
	if d.mode == "json" {
		return time.Second
	}
	return interval[d.mode]
}

func (d *Display) answersText(now time.Time) string {
	var b strings.Builder
	done := d.before + d.done
	fmt.Fprintf(&b, "%d/%d answers judged (%d%%)", done, d.total, 100*done/max(1, d.total))
	if d.failed > 0 {
		fmt.Fprintf(&b, ", %d errored", d.failed)
	}
	fmt.Fprintf(&b, ", %s", now.Sub(d.began).Round(time.Second))
	if left := d.left(now); left > 0 {
		fmt.Fprintf(&b, ", about %s left", left.Round(time.Second))
	}
	return b.String()
}
