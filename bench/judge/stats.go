package judge

import (
	"sync"
	"time"
)

// Stats is what a judge did so far, and where its time went.
type Stats struct {
	// Answers were judged, equal ones once; of these Merged were compiled in one
	// package with others, Apart as a package linked with others, Alone as a program of
	// their own, and Again once more alone, because they died in company.
	Answers, Merged, Apart, Alone, Again int
	// Batches is how many programs hold the merged and apart ones.
	Batches int
	// Read is the wall time of reading answers in this process. Compile, which includes
	// type checking, and Link are the processor time of compilers and linkers for
	// answers, Prepare that of both for tasks, Run that of answers. Waiting is the wall
	// time of waiting for a processor, added up.
	Read, Compile, Link, Prepare, Run, Waiting time.Duration
}

// stats collects Stats.
type stats struct {
	mu sync.Mutex
	s  Stats
}

func (s *stats) add(f func(*Stats)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f(&s.s)
}

// Stats tells what the judge did so far.
func (j *Judge) Stats() Stats {
	j.stats.mu.Lock()
	defer j.stats.mu.Unlock()
	return j.stats.s
}
