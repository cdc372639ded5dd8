package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"golang.org/x/sync/errgroup"

	"dialogo/bench"
	"dialogo/bench/judge"
)

// request is a phase that the judge's process is to do.
type request struct {
	Phase string // together, single, load or burst
	Mark  string // makes the answers new
	Size  int    // answers in flight under load, or of a burst
	// Probes are the answers to measure latencies with, under load and in bursts.
	Probes int
}

// The phases.
const (
	phaseTogether = "together" // all answers in flight at once
	phaseSingle   = "single"   // one at a time
	phaseLoad     = "load"     // probes, one at a time, while others are judged
	phaseBurst    = "burst"    // so many at once, and again when all have their verdict
)

// serve is the judge's process: it reads requests and writes phases. The judge is
// opened at the first.
func serve(ctx context.Context, all []answer, o options, in io.Reader, out io.Writer) (err error) {
	requests, phases := json.NewDecoder(in), json.NewEncoder(out)
	if err := phases.Encode(struct{}{}); err != nil {
		return err
	}
	var j *judge.Judge
	defer func() {
		if j != nil {
			err = errors.Join(err, j.Close())
		}
	}()
	for {
		var r request
		if err := requests.Decode(&r); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if j == nil {
			if j, err = judge.New(ctx, judge.Options{Limits: bench.Limits{Case: bench.Duration(o.limit)}, Alone: o.alone}); err != nil {
				return err
			}
		}
		ph, err := (&child{j, all}).do(ctx, r)
		if err != nil {
			return err
		}
		if err := phases.Encode(ph); err != nil {
			return err
		}
	}
}

type child struct {
	j   *judge.Judge
	all []answer
}

func (c *child) do(ctx context.Context, r request) (phase, error) {
	before, begin := c.j.Stats(), time.Now()
	n := len(c.all)
	if r.Phase == phaseLoad || r.Phase == phaseBurst {
		n = r.Probes
	}
	ph := phase{Findings: make([]string, n), Latencies: make([]float64, n), Sandbox: c.j.Sandbox()}
	var err error
	switch r.Phase {
	case phaseTogether:
		err = c.together(ctx, &ph, 0, n, r.Mark)
	case phaseSingle:
		for i := range n {
			err = errors.Join(err, c.judge(ctx, &ph, i, r.Mark))
		}
	case phaseLoad:
		err = c.load(ctx, &ph, r)
	case phaseBurst:
		for i := 0; i < n && err == nil; i += r.Size {
			err = c.together(ctx, &ph, i, min(n, i+r.Size), r.Mark)
		}
	default:
		err = fmt.Errorf("unknown phase %q", r.Phase)
	}
	ph.WallMS = ms(time.Since(begin))
	ph.Stats = minus(c.j.Stats(), before)
	return ph, err
}

// judge judges an answer; those beyond the last begin anew.
func (c *child) judge(ctx context.Context, ph *phase, i int, mark string) error {
	a, begin := c.all[i%len(c.all)], time.Now()
	v, err := c.j.Judge(ctx, a.task, a.marked(fmt.Sprint(mark, i)))
	ph.Findings[i], ph.Latencies[i] = string(v.Status), ms(time.Since(begin))
	return err
}

// together judges answers at once.
func (c *child) together(ctx context.Context, ph *phase, from, to int, mark string) error {
	g, ctx := errgroup.WithContext(ctx)
	for i := from; i < to; i++ {
		g.Go(func() error { return c.judge(ctx, ph, i, mark) })
	}
	return g.Wait()
}

// load judges probes one at a time, while so many other answers are in flight.
func (c *child) load(ctx context.Context, ph *phase, r request) (err error) {
	load, stop := context.WithCancel(ctx)
	var g errgroup.Group
	for w := range r.Size {
		g.Go(func() error {
			for n := 0; load.Err() == nil; n++ {
				a := c.all[(w*7919+n)%len(c.all)]
				if _, err := c.j.Judge(ctx, a.task, a.marked(fmt.Sprint(r.Mark, " load ", w, " ", n))); err != nil {
					return err
				}
			}
			return nil
		})
	}
	for i := range ph.Findings {
		err = errors.Join(err, c.judge(ctx, ph, i, r.Mark))
	}
	stop()
	return errors.Join(err, g.Wait())
}
