package judge

import (
	"context"
	"errors"
	"fmt"
	"time"

	"dialogo/bench"
	"dialogo/bench/judge/driver"
)

// maxDeaths is after how many deaths of its process an answer is not started again:
// the cases left are then not run. One that dies in every case is so found out
// without paying for all of them, which for endless recursion is a second each.
const maxDeaths = 3

// checkFactor is how many times the limit of a case a call of the checker may take.
const checkFactor = 2

// glance is by how much the limits of time and stack are tighter while an answer runs
// in company. What dies in company is run again alone anyway, with all it is allowed:
// so endless loops and recursion are paid for once.
const glance = 5

// trial is the run of one answer.
type trial struct {
	j       *Judge
	st      *stage
	built   built
	limits  bench.Limits
	results []bench.CaseResult
	// returned are the encoded results of the calls that returned, for the checker.
	returned map[int][]byte
	deaths   int
	over     bool // nothing further is to be run
	late     bool // it ran out of time
	// spent, if not nil, takes the processor time of each case.
	spent []time.Duration
	// What the answer's processes took in all, and the most memory one of them had.
	cpu             time.Duration
	memory, printed int64
	// rested is how long they did nothing.
	rested time.Duration
}

// newTrial begins with all cases not run.
func newTrial(j *Judge, st *stage, b built) *trial {
	return &trial{j: j, st: st, built: b, limits: j.limits, results: st.notRun(), returned: map[int][]byte{}}
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
	total := 2 * time.Duration(t.limits.Case)
	for _, i := range left {
		total += t.limitOf(i)
	}
	s, err := t.j.startSession(ctx, t.built, t.limits, total)
	if err != nil {
		return 0, err
	}
	s.rested = &t.rested
	for _, i := range left {
		r, err := t.call(ctx, s, i)
		if err == nil {
			err = t.settle(i, r)
		}
		done++
		var f *failure
		if errors.As(err, &f) {
			t.fail(i, f)
			t.end(s)
			return done, nil
		}
		if err != nil {
			t.end(s)
			return done, err
		}
	}
	extra, err := t.end(s)
	if extra && err == nil {
		t.fail(left[done-1], violation("more than one reply"))
	}
	return done, err
}

// limitOf is the limit of processor time of a case in this run.
func (t *trial) limitOf(i int) time.Duration {
	limit := t.st.limitOf(t.limits, i)
	if t.built.shared {
		limit /= glance
	}
	return limit
}

// call has one case called within its limit.
func (t *trial) call(ctx context.Context, s *session, i int) (reply, error) {
	s.limit = t.limitOf(i)
	if t.spent == nil {
		return s.ask(ctx, driver.OpCase, i, nil)
	}
	before := s.process.Usage().CPU
	r, err := s.ask(ctx, driver.OpCase, i, nil)
	t.spent[i] = s.process.Usage().CPU - before
	return r, err
}

// end ends a program and adds up what it took.
func (t *trial) end(s *session) (extra bool, err error) {
	extra, r, err := s.close()
	t.cpu += r.CPU
	t.memory, t.printed = max(t.memory, r.Memory), t.printed+r.Printed
	return extra, err
}

func (t *trial) fail(i int, f *failure) {
	t.results[i].Status, t.results[i].Message, t.results[i].Got = f.status, f.message, ""
	delete(t.returned, i)
	t.deaths++
	t.over = t.over || f.final || t.built.shared // it will be run again alone
	t.late = t.late || f.status == bench.Timeout
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
	limits := t.j.oracleLimits()
	limits.Case = checkFactor * t.j.limits.Case
	s, err := t.j.startSession(ctx, t.st.oracle, limits, time.Duration(limits.Case)*time.Duration(len(left)+2))
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
