// Package progress shows on stderr how far a run is: a line that is rewritten on
// a terminal, a line now and then elsewhere, or JSON for machines. Results never
// go here, and nothing here goes to stdout.
package progress

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"dialogo/bench"
)

// Display is a bench.Observer that shows what it observes.
type Display struct {
	mu     sync.Mutex
	w      io.Writer
	mode   string
	now    func() time.Time
	began  time.Time
	first  time.Time // when the first of this session was done
	shown  time.Time
	drawn  bool // something is on the live line
	total  int
	before int // episodes done in earlier sessions
	done   int // episodes done in this session
	solved int
	failed int
	turns  int
}

// Modes are the values of --progress.
var modes = []string{"auto", "plain", "json", "none"}

// New makes a display. Mode is "auto" (live on a terminal, else plain), "plain",
// "json" or "none"; any other is a *bench.UsageError.
func New(mode string, w io.Writer, terminal bool, now func() time.Time) (*Display, error) {
	switch mode {
	case "auto":
		mode = "plain"
		if terminal {
			mode = "live"
		}
	case "plain", "json", "none":
	default:
		return nil, bench.Usagef("--progress: unknown mode %q%s; known are %s", mode, bench.DidYouMean(mode, modes), strings.Join(modes, ", "))
	}
	return &Display{w: w, mode: mode, now: now}, nil
}

// Observe implements bench.Observer.
func (d *Display) Observe(e bench.Event) {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case e.Started != nil:
		d.began, d.shown = e.At, e.At
		d.total, d.before = e.Started.Episodes, e.Started.Done
	case e.Turn != nil:
		d.turns++
	case e.Finished != nil:
		d.count(e.At)
		if e.Finished.Error != nil {
			d.failed++
		} else if n := len(e.Finished.Turns); n > 0 && e.Finished.Turns[n-1].Verdict.Status == bench.Passed {
			d.solved++
		}
	}
	d.show(e)
}

// interval between two showings, by mode.
var interval = map[string]time.Duration{"live": 100 * time.Millisecond, "plain": 5 * time.Second}

func (d *Display) show(e bench.Event) {
	switch d.mode {
	case "none":
	case "json":
		if e.Turn == nil {
			d.line(e)
		}
	default:
		last := e.Finished != nil && d.before+d.done == d.total
		if !last && e.At.Sub(d.shown) < interval[d.mode] {
			return
		}
		d.shown = e.At
		d.write(d.text(e.At))
	}
}

// write shows a line, in live mode in the place of the one before it.
func (d *Display) write(text string) {
	if d.mode == "live" {
		fmt.Fprintf(d.w, "\r\x1b[K%s", text)
		d.drawn = true
		return
	}
	fmt.Fprintln(d.w, text)
}

// count counts one that is done.
func (d *Display) count(at time.Time) {
	if d.done == 0 {
		d.first = at
	}
	d.done++
}

// state is one line of --progress=json.
type state struct {
	Episodes int     `json:"episodes"`
	Done     int     `json:"done"`
	Solved   int     `json:"solved"`
	Errored  int     `json:"errored"`
	Turns    int     `json:"turns"`
	Elapsed  float64 `json:"elapsed_s"`
	Left     float64 `json:"left_s,omitempty"`
	// Error is that of the episode just finished.
	Error string `json:"error,omitempty"`
}

func (d *Display) line(e bench.Event) {
	s := state{Episodes: d.total, Done: d.before + d.done, Solved: d.solved, Errored: d.failed, Turns: d.turns,
		Elapsed: e.At.Sub(d.began).Seconds(), Left: d.left(e.At).Seconds()}
	if e.Finished != nil && e.Finished.Error != nil {
		s.Error = e.Finished.Error.Message
	}
	json.NewEncoder(d.w).Encode(s)
}

// left estimates the time left from the pace of this session; 0 if there is none yet. It
// goes by the time since the first was done: what came before it, preparing tasks or
// waiting for the first reply, does not come again with each of the others.
func (d *Display) left(now time.Time) time.Duration {
	took, all := now.Sub(d.first), d.total-d.before
	if took < settled || d.done < min(20, max(2, all/10)) {
		return 0
	}
	return took * time.Duration(all-d.done) / time.Duration(d.done-1)
}

// settled is how long there must have been a pace for it to be believed.
const settled = 5 * time.Second

func (d *Display) text(now time.Time) string {
	var b strings.Builder
	done := d.before + d.done
	fmt.Fprintf(&b, "%d/%d episodes (%d%%), %d turns judged", done, d.total, 100*done/max(1, d.total), d.turns)
	if d.failed > 0 {
		fmt.Fprintf(&b, ", %d errored", d.failed)
	}
	fmt.Fprintf(&b, ", %s", now.Sub(d.began).Round(time.Second))
	if left := d.left(now); left > 0 {
		fmt.Fprintf(&b, ", about %s left", left.Round(time.Second))
	}
	return b.String()
}

// Close ends the live line.
func (d *Display) Close() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.drawn {
		fmt.Fprintln(d.w)
	}
}
