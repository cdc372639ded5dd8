package sim_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"dialogo/bench"
	"dialogo/bench/model/sim"
)

func first(t *bench.Task, turn int, draw string) bench.Conversation {
	return bench.Conversation{Purpose: bench.Answer, Task: t.ID, Turn: turn, Draw: draw, Seed: 1,
		Messages: []bench.Message{{Role: bench.System, Content: "Answer."}, {Role: bench.User, Content: bench.TaskMessage(t)}}}
}

// answer asks a student and finds the state of the answer.
func answer(t testing.TB, s *sim.Student, task *bench.Task, c bench.Conversation) (string, sim.State) {
	t.Helper()
	reply, err := s.Generate(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if !reply.Simulated || reply.Call == "" {
		t.Fatalf("reply is not marked simulated, or has no call: %+v", reply)
	}
	cat, err := s.Catalogue(task.ID)
	if err != nil {
		t.Fatal(err)
	}
	state, ok := cat.Find(bench.Extract(reply.Text, task).Code)
	if !ok {
		t.Fatalf("task %s: no state has the code of the reply\n%s", task.ID, reply.Text)
	}
	return reply.Text, state
}

func TestSameConversationSameBytes(t *testing.T) {
	tasks := few()
	for _, name := range []string{"weak", "medium", "strong"} {
		a, b := student(t, name, tasks), student(t, "sim/"+name, tasks)
		for i := range tasks {
			for turn := range 3 {
				c := first(&tasks[i], turn, "s0")
				one, _ := answer(t, a, &tasks[i], c)
				two, _ := answer(t, b, &tasks[i], c)
				if one != two {
					t.Errorf("%s, %s: %q and %q", name, tasks[i].ID, one, two)
				}
			}
		}
	}
}

func TestDrawsDiffer(t *testing.T) {
	tasks := few()
	s := student(t, "weak", tasks)
	seen := map[sim.State]bool{}
	for i := range 40 {
		_, state := answer(t, s, &tasks[1], first(&tasks[1], 0, fmt.Sprintf("s%d", i)))
		seen[state] = true
	}
	if len(seen) < 6 {
		t.Errorf("40 draws gave only the states %v", seen)
	}
}

// next is the conversation after a reply, under either history rule.
func next(c bench.Conversation, reply, code, feedback string, history bench.HistoryRule) bench.Conversation {
	n := c
	n.Turn++
	if history == bench.HistoryLast {
		last := c.Messages[len(c.Messages)-1]
		last.Content += "\n\nYour previous answer:\n\n```go\n" + strings.Trim(code, "\n") + "\n```\n\n" + feedback
		n.Messages = append(slices.Clone(c.Messages[:len(c.Messages)-1]), last)
		return n
	}
	n.Messages = append(slices.Clone(c.Messages), bench.Message{Role: bench.Assistant, Content: reply}, bench.Message{Role: bench.User, Content: feedback})
	return n
}

func TestHistoryRuleDoesNotChangeTheAnswer(t *testing.T) {
	tasks := few()
	s := student(t, "medium", tasks)
	for i := range tasks {
		for draw := range 20 {
			c := first(&tasks[i], 0, fmt.Sprintf("s%d", draw))
			reply, _ := answer(t, s, &tasks[i], c)
			code := bench.Extract(reply, &tasks[i]).Code
			feedback := "## Test results\n\n1 of 5 tests fails:\n\n1. F(1)\n   expected: 1\n   got: 0\n\nCorrect it. Start with ```go."
			full, _ := answer(t, s, &tasks[i], next(c, reply, code, feedback, bench.HistoryFull))
			last, _ := answer(t, s, &tasks[i], next(c, reply, code, feedback, bench.HistoryLast))
			if full != last {
				t.Errorf("%s draw %d: full history\n%s\nlast\n%s", tasks[i].ID, draw, full, last)
			}
		}
	}
}

// A repair takes away the compile bug first and leaves the other one alone.
func TestCompileBugMasksTheOther(t *testing.T) {
	tasks := few()
	s, err := sim.NewStudent("weak", tasks, map[string]any{"compile_bug": 1, "semantic_bug": 1.0, "compile_diagnostic": 1, "swap": 0}, nil)
	if err != nil {
		t.Fatal(err)
	}
	c := first(&tasks[0], 0, "s0")
	reply, before := answer(t, s, &tasks[0], c)
	if before.Compile < 0 || before.Semantic < 0 {
		t.Fatalf("first state is %v", before)
	}
	c = next(c, reply, "", "## Compiler\n\nThe code does not compile:\n\n    answer.go:3:5: undefined: x", bench.HistoryFull)
	_, after := answer(t, s, &tasks[0], c)
	if want := (sim.State{Compile: -1, Semantic: before.Semantic}); after != want {
		t.Errorf("from %v to %v, want %v", before, after, want)
	}
}

func TestACorrectAnswerIsKept(t *testing.T) {
	tasks := few()
	s, err := sim.NewStudent("weak", tasks, map[string]any{"compile_bug": 0, "semantic_bug": 0}, nil)
	if err != nil {
		t.Fatal(err)
	}
	c := first(&tasks[0], 0, "s0")
	for range 5 {
		reply, state := answer(t, s, &tasks[0], c)
		if state != (sim.State{Compile: -1, Semantic: -1}) {
			t.Fatalf("turn %d: %v", c.Turn, state)
		}
		c = next(c, reply, "", "Your answer is not right. Try again.", bench.HistoryFull)
	}
}

// store is a Calls that counts.
type store struct {
	mu   sync.Mutex
	kept map[string]bench.Call
	keys []bench.CallKey
}

func (s *store) Do(ctx context.Context, key bench.CallKey, call func(context.Context) (bench.Call, error)) (bench.Call, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c, ok := s.kept[key.Hash()]; ok {
		return c, nil
	}
	c, err := call(ctx)
	if err != nil {
		return c, err
	}
	c.Hash, c.Key = key.Hash(), key
	s.kept[c.Hash] = c
	s.keys = append(s.keys, key)
	return c, nil
}

func TestEqualConversationsAreOneCall(t *testing.T) {
	tasks := few()
	calls := &store{kept: map[string]bench.Call{}}
	s, err := sim.New("weak", tasks, nil, calls)
	if err != nil {
		t.Fatal(err)
	}
	c := first(&tasks[0], 0, "s0")
	for range 4 { // turn 0 of four mixes
		reply, err := s.Generate(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		call := calls.kept[reply.Call]
		if call.Text != reply.Text || !call.Simulated || call.Model != "sim/weak" || call.Task != "sum" || len(call.Messages) != 2 {
			t.Errorf("kept call %+v for reply %q", call, reply.Text)
		}
	}
	other := c
	other.Draw = "s1"
	if _, err := s.Generate(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	if len(calls.keys) != 2 || calls.keys[0].Provider != "sim" {
		t.Errorf("%d calls, want 2: %v", len(calls.keys), calls.keys)
	}
}

func TestUsageErrors(t *testing.T) {
	tests := []struct {
		name  string
		extra map[string]any
		says  string
	}{
		{"sim/week", nil, `did you mean "sim/weak"?`},
		{"crtic", nil, `did you mean "sim/critic"?`},
		{"", nil, "sim/critic"},
		{"weak", map[string]any{"semantic_bugs": 0.5}, `did you mean "semantic_bug"?`},
		{"weak", map[string]any{"hint": 1.5}, "hint"},
		{"weak", map[string]any{"hint": -0.1}, "hint"},
		{"weak", map[string]any{"hint": "much"}, "much"},
		{"critic", map[string]any{"hint": 0.5}, "hint"},
	}
	for _, tt := range tests {
		_, err := sim.New(tt.name, few(), tt.extra, nil)
		var usage *bench.UsageError
		if !errors.As(err, &usage) || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%q %v: %v does not say %q", tt.name, tt.extra, err, tt.says)
		}
	}
	s := student(t, "weak", few())
	if _, err := s.Generate(t.Context(), bench.Conversation{Purpose: bench.Answer, Task: "nowhere"}); err == nil {
		t.Error("answered an unknown task")
	}
	if _, err := s.Generate(t.Context(), bench.Conversation{Purpose: bench.ExpertCritic, Task: "sum"}); err == nil {
		t.Error("a student criticised")
	}
}

func ExampleNewStudent() {
	tasks := few()
	s, err := sim.NewStudent("strong", tasks, map[string]any{"compile_bug": 1, "semantic_bug": 0}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	reply, err := s.Generate(context.Background(), first(&tasks[1], 0, "s0"))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(reply.Text)
	// Output:
	// This is how I would write it:
	//
	// ```go
	// import "strings"
	//
	// func Words(s string) int {
	// 	if s == "" {
	// 		return 0
	// 	}
	// 	longest := 0
	// 	for _, word := range strings.Fields(s) {
	// 		if len(word) > longest {
	// 			longest = len(word)
	// 		}
	// 	}
	// }
	// ```
	//
	// It needs the standard library only.
}
