package bench

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
)

// script is a model that gives fixed replies by turn, and keeps what it was asked.
type script struct {
	mu      sync.Mutex
	replies []string
	err     error
	asked   []Conversation
}

func (s *script) Generate(_ context.Context, c Conversation) (Completion, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = append(s.asked, c)
	if c.Turn >= len(s.replies) {
		return Completion{}, s.err
	}
	return Completion{Text: s.replies[c.Turn]}, nil
}

// textJudge passes code that holds "a + b".
type textJudge struct{ err error }

func (j textJudge) Judge(_ context.Context, _ *Task, code string) (Verdict, error) {
	switch {
	case code == "":
		return Verdict{Status: NoCode}, j.err
	case strings.Contains(code, "a + b"):
		return Verdict{Status: Passed}, j.err
	}
	return Verdict{Status: WrongAnswer}, j.err
}

type source func(*Exchange) (Feedback, error)

func (f source) Feedback(_ context.Context, e *Exchange) (Feedback, error) { return f(e) }

func say(text string) Source {
	return source(func(*Exchange) (Feedback, error) { return Feedback{Source: "x", Title: "T", Text: text}, nil })
}

type memLog struct {
	mu       sync.Mutex
	episodes []Episode
	err      error
}

func (l *memLog) Append(e Episode) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.episodes = append(l.episodes, e)
	return l.err
}

func wrong(op string) string {
	return "```go\nfunc Add(a, b int) int { return a " + op + " b }\n```"
}

// playOne runs one episode of the study and returns it with the model's view.
func playOne(t *testing.T, s Study, m *script, j Judge, sources ...Source) Episode {
	t.Helper()
	log := &memLog{}
	r := &Runner{Study: s, Tasks: []Task{*addTask}, Models: map[string]Model{"a/b": m},
		Mixes: []Mix{{"retry", sources}}, Judge: j, Log: log}
	if err := r.Run(context.Background(), Plan(s, r.Tasks), 0); err != nil {
		t.Fatal(err)
	}
	if len(log.episodes) != 1 {
		t.Fatalf("%d episodes logged", len(log.episodes))
	}
	return log.episodes[0]
}

func TestEpisodeGoesOnUntilSolved(t *testing.T) {
	m := &script{replies: []string{wrong("-"), "no idea", wrong("+"), wrong("*")}}
	s := testStudy(t)
	s.Turns = 4
	e := playOne(t, s, m, textJudge{}, say("try again"))
	var got []Status
	for _, turn := range e.Turns {
		got = append(got, turn.Verdict.Status)
	}
	if !slices.Equal(got, []Status{WrongAnswer, NoCode, Passed}) || e.Stopped != "solved" || e.Error != nil {
		t.Errorf("statuses %v, stopped %q, error %v", got, e.Stopped, e.Error)
	}
	if e.Turns[0].Feedback[0].Text != "try again" || e.Turns[2].Feedback != nil {
		t.Error("feedback is given after each turn but the last")
	}
	last := m.asked[2].Messages
	if len(last) != 6 || last[2].Content != wrong("-") || !strings.HasPrefix(last[3].Content, "## T\n\ntry again\n\n") {
		t.Errorf("with full history the model should see all: %q", last)
	}
}

func TestHistoryLastShowsTheLastAnswerOnly(t *testing.T) {
	m := &script{replies: []string{wrong("-"), wrong("*"), wrong("+")}}
	s := testStudy(t)
	s.History = HistoryLast
	playOne(t, s, m, textJudge{}, say("try again"))
	last := m.asked[2].Messages
	if len(last) != 2 || !strings.Contains(last[1].Content, "a * b") || strings.Contains(last[1].Content, "a - b") ||
		!strings.Contains(last[1].Content, "Add two numbers.") {
		t.Errorf("got %q", last)
	}
}

func TestStopRules(t *testing.T) {
	for _, tt := range []struct {
		rule    StopRule
		verdict Verdict
		want    string
	}{
		{StopSolved, Verdict{Status: Passed}, "solved"},
		{StopSolved, Verdict{Status: WrongAnswer, Cases: []CaseResult{{Visible: true, Status: Passed}}}, ""},
		{StopVisible, Verdict{Status: WrongAnswer, Cases: []CaseResult{{Visible: true, Status: Passed}}}, "visible"},
		{StopVisible, Verdict{Status: WrongAnswer, Cases: []CaseResult{{Status: Passed}}}, ""},
		{StopNever, Verdict{Status: Passed}, ""},
	} {
		if got := stopped(tt.rule, tt.verdict); got != tt.want {
			t.Errorf("%s after %+v: %q, want %q", tt.rule, tt.verdict, got, tt.want)
		}
	}
}

func TestAFreshAttemptSeesNoHistory(t *testing.T) {
	m := &script{replies: []string{wrong("-"), wrong("*"), wrong("+")}}
	fresh := source(func(*Exchange) (Feedback, error) { return Feedback{Fresh: true}, nil })
	playOne(t, testStudy(t), m, textJudge{}, fresh)
	if len(m.asked) != 3 || len(m.asked[2].Messages) != 2 {
		t.Fatalf("asked %+v", m.asked)
	}
	if d := []string{m.asked[0].Draw, m.asked[1].Draw, m.asked[2].Draw}; !slices.Equal(d, []string{"s0", "s0t1", "s0t2"}) {
		t.Errorf("attempts need draws of their own, got %q", d)
	}
}

func TestSilenceCarriesTheCodeForward(t *testing.T) {
	m := &script{replies: []string{wrong("-"), wrong("+")}}
	e := playOne(t, testStudy(t), m, textJudge{}, say(""))
	if len(m.asked) != 1 || len(e.Turns) != 3 || !e.Turns[2].Carried || e.Stopped != "turns" {
		t.Errorf("asked %d times, episode %+v", len(m.asked), e)
	}
}

func TestFailuresAreErroredEpisodes(t *testing.T) {
	down := &ServiceError{Cause: "http", Model: "a/b", Status: 500, Detail: "down"}
	tests := []struct {
		name   string
		model  *script
		judge  textJudge
		source Source
		step   string
		cause  string
		turns  int
	}{
		{"the model at once", &script{err: down}, textJudge{}, say("x"), "model", "http", 0},
		{"the model later", &script{replies: []string{wrong("-")}, err: down}, textJudge{}, say("x"), "model", "http", 1},
		{"the judge", &script{replies: []string{wrong("-")}}, textJudge{errors.New("disk full")}, say("x"), "judge", "judge", 0},
		{"a critic", &script{replies: []string{wrong("-")}}, textJudge{},
			source(func(*Exchange) (Feedback, error) { return Feedback{}, down }), "feedback", "http", 1},
		{"a panic of ours", &script{replies: []string{wrong("-")}}, textJudge{},
			source(func(*Exchange) (Feedback, error) { panic("oops") }), "internal", "internal", 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := playOne(t, testStudy(t), tt.model, tt.judge, tt.source)
			if e.Error == nil || e.Error.Step != tt.step || e.Error.Cause != tt.cause || len(e.Turns) != tt.turns || e.Stopped != "error" {
				t.Errorf("got %+v, error %+v", e, e.Error)
			}
		})
	}
}

func TestRunStopsWhenTheLogFails(t *testing.T) {
	s := testStudy(t)
	s.Samples = 50
	log := &memLog{err: errors.New("no space left")}
	r := &Runner{Study: s, Tasks: []Task{*addTask}, Models: map[string]Model{"a/b": &script{replies: []string{wrong("+")}}},
		Mixes: []Mix{{"retry", nil}}, Judge: textJudge{}, Log: log, Jobs: 2}
	err := r.Run(context.Background(), Plan(s, r.Tasks), 0)
	if err == nil || !strings.Contains(err.Error(), "no space left") || len(log.episodes) > 10 {
		t.Errorf("got %v after %d episodes", err, len(log.episodes))
	}
}

func TestAnInterruptedEpisodeIsNotLogged(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	log := &memLog{}
	s := testStudy(t)
	stop := source(func(*Exchange) (Feedback, error) { cancel(); return Feedback{Text: "x"}, nil })
	r := &Runner{Study: s, Tasks: []Task{*addTask}, Models: map[string]Model{"a/b": &script{replies: []string{wrong("-")}, err: ctx.Err()}},
		Mixes: []Mix{{"retry", []Source{stop}}}, Judge: textJudge{}, Log: log}
	if err := r.Run(ctx, Plan(s, r.Tasks), 0); !errors.Is(err, context.Canceled) || len(log.episodes) != 0 {
		t.Errorf("got %v, %d episodes", err, len(log.episodes))
	}
}
