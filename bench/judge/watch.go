package judge

import (
	"time"

	"dialogo/bench"
	"dialogo/bench/judge/sandbox"
)

// blockedFactor is how many times the limit of processor time a case may spend
// doing nothing.
const blockedFactor = 5

// restFactor is how many times as long as in one case an answer may do nothing in all
// its cases together: it keeps a processor from others meanwhile.
const restFactor = 2

// starvedFactor is how many times the limit a case may take where the system does
// not tell a starved process from a sleeping one.
const starvedFactor = 20

// watch measures the time a case takes. It begins to at the first look, so that a case
// of microseconds, as most are, costs no look at all.
type watch struct {
	s       *session
	limit   time.Duration
	begin   time.Time
	next    time.Time // when to look again
	last    time.Time
	usage   sandbox.Usage
	first   sandbox.Usage
	blocked time.Duration
	late    bool // it used more than its limit
}

func (s *session) watch() *watch {
	now := time.Now()
	return &watch{s: s, limit: s.limit, begin: now, next: now.Add(firstLook)}
}

// firstLook is when to look for the first time. Later it is looked every so often, at
// first briefly, since most cases take microseconds.
const firstLook = 5 * time.Millisecond

// exceeded looks at what the process did since the last look. Time it neither ran
// nor waited for a processor is time it was blocked.
func (w *watch) exceeded() *failure {
	now, u := time.Now(), w.s.process.Usage()
	w.next = now.Add(min(max(now.Sub(w.begin)/4, firstLook), 10*firstLook))
	if w.last.IsZero() {
		w.last, w.usage, w.first = now, u, u
		return nil
	}
	if u.CPU == 0 {
		u.CPU, u.Waited = w.usage.CPU, w.usage.Waited // it ended; its death is about to show
	}
	busy := u.CPU - w.usage.CPU + max(0, u.Waited-w.usage.Waited)
	idle := max(0, now.Sub(w.last)-busy)
	w.blocked += idle
	if w.s.rested != nil {
		*w.s.rested += idle
	}
	w.last, w.usage = now, u
	used := u.CPU - w.first.CPU
	w.late = used > w.limit
	maxBlocked := blockedFactor * w.limit
	if !u.Known {
		maxBlocked = starvedFactor * w.limit
	}
	switch {
	case w.late && (used > graceFactor*w.limit || !w.s.fills(u.Memory)):
		return &failure{bench.Timeout, "took more than " + busyLimit(w.s.limits, w.limit), true}
	case w.blocked > maxBlocked:
		return &failure{bench.Timeout, "did not return within " + idleLimit(w.s.limits, w.limit, 1), true}
	case w.s.rested != nil && *w.s.rested > restFactor*maxBlocked:
		return &failure{bench.Timeout, "in all cases together did nothing for more than " + idleLimit(w.s.limits, w.limit, restFactor), true}
	}
	return nil
}

// graceFactor is how many times its limit a case may run that fills its memory, so that
// it dies of that if it is going to: how fast stacks and heaps grow is up to the machine,
// and endless recursion would be a timeout on one and a stack overflow on another. In
// time it is over nevertheless.
const graceFactor = 3

// fills reports whether a program has come by much of the memory it may have, in bytes.
// In company it is run again anyway.
func (s *session) fills(memory int64) bool {
	return !s.shared && memory > int64(s.limits.MemoryMB)<<20/16
}
