package judge

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"dialogo/bench"
	"dialogo/bench/judge/driver"
)

// maxChecks bounds how many checks a test may make.
const maxChecks = 10_000

func sizeMessage(l bench.Limits) string {
	return fmt.Sprintf("returned more than %d KiB", l.OutputKB)
}

// test runs the task's test code beside the answer. want is how many checks the
// reference completes, or -1 while that is being learned. Each check has the time
// of a case.
//
// The nonce and the count keep an answer from passing by exiting early or by
// printing what a test prints; they do not keep out one that reads the nonce from
// its own process and forges the replies, which is why such verdicts carry
// bench.TrustInProcess.
func (t *trial) test(ctx context.Context, want int) error {
	limit := t.limitOf(len(t.st.calls)) // of each check
	s, err := t.j.startSession(ctx, t.built, t.limits, limit*time.Duration(max(want, 1000)+2))
	if err != nil {
		return err
	}
	s.limit, s.rested = limit, &t.rested
	var results []bench.CaseResult
	add := func(status bench.Status, got, message string) {
		results = append(results, bench.CaseResult{Case: fmt.Sprintf("c%d", len(results)+1), Status: status, Got: got, Message: message})
	}
	err = t.collect(ctx, s, want, add)
	extra, closeErr := t.end(s)
	if err == nil && extra {
		err = violation("more after the end of the test")
	}
	var f *failure
	switch {
	case errors.As(err, &f):
		add(f.status, "", f.message)
		t.deaths++
		t.late = t.late || f.status == bench.Timeout
	case err != nil || closeErr != nil:
		return errors.Join(err, closeErr)
	case worst(results) == bench.Passed && want >= 0 && len(results) != want:
		add(bench.RuntimeError, "", fmt.Sprintf("%d checks were completed, not %d as with the reference", len(results), want))
	}
	for len(results) < want {
		add(bench.NotRun, "", "")
	}
	t.results = append(t.results, results...)
	return nil
}

// collect reads the checks of a test until its end, or until there are more than wanted.
// A test without a check counts as one.
func (t *trial) collect(ctx context.Context, s *session, want int, add func(status bench.Status, got, message string)) error {
	id := s.send(driver.OpTest, 0, nil)
	failed := false
	for n := 0; ; n++ {
		r, err := s.receive(ctx, id)
		switch {
		case err != nil:
			return err
		case n >= maxChecks && r.kind == driver.ReplyCheck:
			return violation("too many checks")
		case want >= 0 && n >= want && r.kind == driver.ReplyCheck:
			return &failure{status: bench.RuntimeError, message: fmt.Sprintf("more checks were completed than the %d of the reference", want)}
		case r.kind == driver.ReplyCheck:
			c, err := readCheck(r.payload)
			if err != nil {
				return err
			}
			failed = failed || c.status != bench.Passed
			add(c.status, c.got, c.message)
		case r.kind == driver.ReplyTested && len(r.payload) == 1:
			if r.payload[0] != 0 && !failed {
				add(bench.WrongAnswer, "", "the test failed")
			} else if n == 0 {
				add(bench.Passed, "", "")
			}
			return nil
		case r.kind == driver.ReplyPanicked || r.kind == driver.ReplyGoexit:
			return &failure{status: bench.RuntimeError, message: describe(r)}
		default:
			return violation("unknown reply")
		}
	}
}

// checkReport is a completed check.
type checkReport struct {
	status       bench.Status
	got, message string
}

// readCheck reads what driver.Tester wrote.
func readCheck(payload []byte) (checkReport, error) {
	malformed := violation("malformed check")
	if len(payload) == 0 || payload[0] > 3 {
		return checkReport{}, malformed
	}
	flags, rest := payload[0], payload[1:]
	n, k := binary.Uvarint(rest)
	if k <= 0 || n > uint64(len(rest)-k) {
		return checkReport{}, malformed
	}
	message, rest := stable(string(rest[k:k+int(n)])), rest[k+int(n):]
	if flags&1 != 0 {
		return checkReport{status: bench.Passed}, nil
	}
	c := checkReport{status: bench.WrongAnswer, message: message}
	if flags&2 != 0 {
		vs, err := decodeValues(rest)
		if err != nil || len(vs) != 2 {
			return checkReport{}, malformed
		}
		c.got = formatResults(vs[1:], nil)
		c.message = shorten(message+": expected "+formatResults(vs[:1], nil), maxMessage)
	}
	return c, nil
}

// learnChecks runs the reference once, to learn how many checks a right answer
// completes.
func (st *stage) learnChecks(ctx context.Context, j *Judge) (int, error) {
	task := st.exam.task
	if task.Reference == "" {
		return 0, bench.Usagef("task %q: test code needs a reference solution, to know how many checks it makes", task.ID)
	}
	a := readAnswer(task.Reference, st.exam, j.tools)
	b, err := built{diagnostics: a.refused}, error(nil)
	if len(a.refused) == 0 {
		b, err = j.buildAlone(ctx, st, a)
	}
	if err != nil {
		return 0, err
	}
	defer b.remove()
	if len(b.diagnostics) > 0 {
		return 0, bench.Usagef("task %q: the reference does not compile: %s", task.ID, b.diagnostics[0])
	}
	release, err := j.acquire(ctx, toRun)
	if err != nil {
		return 0, err
	}
	defer release()
	t := newTrial(j, st, b)
	t.results = nil
	if err := t.test(ctx, -1); err != nil {
		return 0, err
	}
	for _, r := range t.results {
		if r.Status != bench.Passed {
			return 0, bench.Usagef("task %q: the reference fails the test code: %s: %s %s", task.ID, r.Status, r.Got, r.Message)
		}
	}
	return len(t.results), nil
}
