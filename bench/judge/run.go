package judge

import (
	"context"
	"errors"
	"fmt"

	"dialogo/bench"
	"dialogo/bench/judge/driver"
)

// maxDeaths is after how many deaths of its process an answer is not started again:
// the cases left are then not run. One that dies in every case is so found out
// without paying for all of them, which for endless recursion is a second each.
const maxDeaths = 3

// trial is the run of one answer.
type trial struct {
	j       *Judge
	st      *stage
	program string
	results []bench.CaseResult
	// returned are the encoded results of the calls that returned, for the checker.
	returned map[int][]byte
	deaths   int
	over     bool // nothing further is to be run
}

// newTrial begins with all cases not run.
func (j *Judge) newTrial(st *stage, program string) *trial {
	return &trial{j: j, st: st, program: program, results: st.notRun(), returned: map[int][]byte{}}
}

// notRun is a result for each case.
func (st *stage) notRun() []bench.CaseResult {
	results := make([]bench.CaseResult, len(st.exam.task.Cases))
	for i, c := range st.exam.task.Cases {
		results[i] = bench.CaseResult{Case: c.ID, Visible: c.Visible, Status: bench.NotRun}
	}
	return results
}

// cases runs all cases, starting the program anew after each death.
func (t *trial) cases(ctx context.Context) error {
	left := t.st.order
	for len(left) > 0 && !t.over && t.deaths < maxDeaths {
		n, err := t.round(ctx, left)
		if err != nil {
			return err
		}
		left = left[n:]
	}
	if t.st.exam.task.Checker != "" {
		return t.check(ctx)
	}
	return nil
}

// round runs cases in one process until one of them ends it, and returns how many
// have a result.
func (t *trial) round(ctx context.Context, left []int) (done int, err error) {
	s, err := t.j.startSession(ctx, t.program, t.j.limits, len(left))
	if err != nil {
		return 0, err
	}
	for _, i := range left {
		r, err := s.ask(ctx, driver.OpCase, i, nil)
		if err == nil {
			err = t.settle(i, r)
		}
		done++
		var f *failure
		if errors.As(err, &f) {
			t.fail(i, f)
			s.close()
			return done, nil
		}
		if err != nil {
			s.close()
			return done, err
		}
	}
	extra, err := s.close()
	if extra && err == nil {
		t.fail(left[done-1], violation("more than one reply"))
	}
	return done, err
}

func (t *trial) fail(i int, f *failure) {
	t.results[i].Status, t.results[i].Message, t.results[i].Got = f.status, f.message, ""
	delete(t.returned, i)
	t.deaths++
	t.over = t.over || f.final
}

// settle gives a case its result. A reply that makes no sense is a *failure.
func (t *trial) settle(i int, r reply) error {
	res, c := &t.results[i], t.st.exam.task.Cases[i]
	switch r.kind {
	case driver.ReplyReturned:
		got, err := decodeValues(r.payload)
		if err != nil || len(got) != t.st.entries[t.st.calls[i].entry].Results().Len() {
			return violation("malformed reply")
		}
		res.Got = formatResults(got, t.st.sentinels)
		switch {
		case c.Panics:
			res.Status, res.Message = bench.WrongAnswer, "returned instead of panicking"
		case t.st.exam.task.Checker != "":
			t.returned[i] = r.payload
		case comparer{t.st.exam.task.Compare}.results(t.st.want[i], got, t.st.anyErrors[i]):
			res.Status = bench.Passed
		default:
			res.Status = bench.WrongAnswer
		}
	case driver.ReplyPanicked:
		res.Status, res.Message = bench.RuntimeError, describe(r)
		if c.Panics {
			res.Status = bench.Passed
		}
	case driver.ReplyGoexit:
		res.Status, res.Message = bench.RuntimeError, describe(r)
	case driver.ReplyTooLarge:
		res.Status, res.Message = bench.WrongAnswer, sizeMessage(t.j.limits)
	default:
		return violation("unknown reply")
	}
	return nil
}

// check has the oracle's checker look at everything that returned. A checker that
// panics on results, runs over its limits or dies of them did not find them right.
// It is started anew for the others, up to maxDeaths times.
func (t *trial) check(ctx context.Context) error {
	var left []int
	for i := range t.results {
		if _, ok := t.returned[i]; ok {
			left = append(left, i)
		}
	}
	for deaths := 0; len(left) > 0 && deaths < maxDeaths; deaths++ {
		n, err := t.checkRound(ctx, left)
		if err != nil {
			return err
		}
		left = left[n:]
	}
	for _, i := range left {
		t.results[i].Message = fmt.Sprintf("not checked: the checker died %d times on other results", maxDeaths)
	}
	return nil
}

// checkRound has results checked in one process until they are the end of it, and
// returns how many have been.
func (t *trial) checkRound(ctx context.Context, left []int) (done int, err error) {
	s, err := t.j.startSession(ctx, t.st.oracle, t.j.oracleLimits(), len(left))
	if err != nil {
		return 0, err
	}
	defer s.close()
	for _, i := range left {
		r, err := s.ask(ctx, driver.OpCheck, i, t.returned[i])
		done++
		res := &t.results[i]
		var f *failure
		if errors.As(err, &f) {
			res.Status, res.Message = bench.WrongAnswer, "checker: "+f.message
			return done, nil
		}
		if err != nil {
			return done, err
		}
		res.Status = bench.WrongAnswer
		switch {
		case r.kind == driver.ReplyChecked && len(r.payload) == 0:
			res.Status = bench.Passed
		case r.kind == driver.ReplyChecked:
			res.Message = stable(string(r.payload))
		default:
			res.Message = "checker: " + describe(r)
		}
	}
	return done, nil
}

// worst is the status of a verdict with these results.
func worst(results []bench.CaseResult) bench.Status {
	status := bench.Passed
	for _, r := range results {
		if r.Status != bench.NotRun && r.Status.Rank() < status.Rank() {
			status = r.Status
		}
	}
	return status
}
