package progress

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

// judging shows answers of which before were judged earlier; a step is how long it takes
// until the next is done.
func judging(t *testing.T, mode string, terminal bool, all, before int, steps ...time.Duration) string {
	t.Helper()
	var out bytes.Buffer
	now := time.Unix(0, 0)
	d, err := New(mode, &out, terminal, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	a := NewAnswers(d)
	a.Opening(all)
	a.Start(all, before)
	for i, step := range steps {
		now = now.Add(step)
		a.Done(i == 1)
	}
	a.Close()
	return out.String()
}

const opening = "preparing the toolchain (compiles the standard library the first time, about a minute)"

func TestAnswers(t *testing.T) {
	const s = time.Second
	for _, tt := range []struct {
		mode  string
		steps []time.Duration
		want  string
	}{
		{"plain", []time.Duration{4 * s, 6 * s, 4 * s, 6 * s}, // every other comes too soon to be shown
			opening + "\npreparing tasks\n4/6 answers judged (66%), 1 errored, 10s, about 12s left\n6/6 answers judged (100%), 1 errored, 20s\n"},
		{"json", []time.Duration{5 * s, 5 * s, 5 * s, 5 * s},
			`{"answers":6,"done":0,"errored":0,"elapsed_s":0,"preparing":true}` + "\n" + `{"answers":6,"done":2,"errored":0,"elapsed_s":0,"preparing":true}` + "\n" + `{"answers":6,"done":3,"errored":0,"elapsed_s":5}` + "\n" +
				`{"answers":6,"done":4,"errored":1,"elapsed_s":10,"left_s":10}` + "\n" + `{"answers":6,"done":5,"errored":1,"elapsed_s":15,"left_s":5}` + "\n" +
				`{"answers":6,"done":6,"errored":1,"elapsed_s":20}` + "\n"},
		{"none", []time.Duration{5 * s, 5 * s, 5 * s, 5 * s}, ""},
	} {
		if got := judging(t, tt.mode, false, 6, 2, tt.steps...); got != tt.want {
			t.Errorf("%s: got\n%s\nwant\n%s", tt.mode, got, tt.want)
		}
	}
	if got := judging(t, "auto", true, 6, 5, s); got != "\r\x1b[K"+opening+"\r\x1b[Kpreparing tasks\r\x1b[K6/6 answers judged (100%), 1s\n" {
		t.Errorf("on a terminal: %q", got)
	}
	if got := judging(t, "plain", false, 6, 6); got != opening+"\n" {
		t.Errorf("with nothing to do: %q", got)
	}
}

// The first minute prepares tasks and must not be taken for the pace of the answers.
func TestTimeLeftGoesByAPace(t *testing.T) {
	steps := []time.Duration{time.Minute} // the first
	for range 200 {
		steps = append(steps, 100*time.Millisecond)
	}
	got := judging(t, "plain", false, 1001, 0, steps...)
	for line, want := range map[int]string{2: "1/1001 answers judged (0%), 1m0s", 3: "51/1001 answers judged (5%), 1 errored, 1m5s, about 1m35s left"} {
		if lines := strings.Split(got, "\n"); lines[line] != want {
			t.Errorf("line %d: got %q, want %q", line, lines[line], want)
		}
	}
	// A few that take their time are no pace yet.
	if got := judging(t, "plain", false, 1001, 0, time.Minute, 9*time.Second, 9*time.Second); strings.Contains(got, "left") {
		t.Errorf("got\n%s", got)
	}
}
