package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
)

// The ways to judge, by the names they print under.
const (
	wayTestify  = "go test with testify, one an answer"
	wayPlain    = "go test without testify, one an answer"
	wayTogether = "dialogo, all answers in flight"
	waySingle   = "dialogo, one answer at a time"
	wayCold     = "dialogo, all in flight, from nothing"
	wayCommand  = "dialogo judge, the command"
)

// measure does all rounds.
func measure(ctx context.Context, all []answer, o options, args []string, progress io.Writer) (*report, error) {
	dir, err := os.MkdirTemp("", "bench-judge-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	some := all
	if !o.full {
		some = sample(all, o.peers)
	}
	fmt.Fprintln(progress, "bench-judge: preparing go test …")
	peers, err := openPeers(ctx, dir, some, o)
	if err != nil {
		return nil, err
	}
	command, err := openCommand(ctx, dir, all, o)
	if err != nil {
		return nil, err
	}
	r := newReport(all, some, o)
	for n := 1; n <= o.rounds; n++ {
		fmt.Fprintf(progress, "bench-judge: round %d of %d …\n", n, o.rounds)
		if err := r.round(ctx, n, peers, command, o, args, progress); err != nil {
			return nil, fmt.Errorf("round %d: %w", n, err)
		}
	}
	r.finish(all, some)
	return r, nil
}

// round has each way judge the answers once, each round beginning with another.
func (r *report) round(ctx context.Context, n int, peers []*peer, c *command, o options, args []string, progress io.Writer) error {
	mark := fmt.Sprintf("round %d ", n)
	ways := []func() error{func() error { return r.ours(ctx, mark, n == o.rounds, args, progress) }}
	ways = append(ways, func() error {
		ph, err := c.round(ctx, mark)
		r.add(wayCommand, ph)
		return err
	})
	for _, p := range peers {
		ways = append(ways, func() error {
			ph, err := p.round(ctx, mark)
			r.add(p.name, ph)
			return err
		})
	}
	for i := range ways {
		if err := ways[(i+n)%len(ways)](); err != nil {
			return err
		}
	}
	return nil
}

// ours does a round of dialogo's ways, and after the last round measures latencies.
func (r *report) ours(ctx context.Context, mark string, last bool, args []string, stderr io.Writer) (err error) {
	o, err := startOurs(ctx, args, stderr)
	if err != nil {
		return err
	}
	defer func() {
		hidden, cerr := o.close()
		r.HiddenMS = append(r.HiddenMS, ms(hidden))
		err = errors.Join(err, cerr)
	}()
	do := func(way, phase string) error {
		ph, err := o.do(request{Phase: phase, Mark: mark + way})
		r.add(way, ph)
		return err
	}
	if err := errors.Join(do(wayCold, phaseTogether), do(wayTogether, phaseTogether), do(waySingle, phaseSingle)); err != nil {
		return err
	}
	if !last || r.Probes == 0 {
		return nil
	}
	return r.measureLatencies(ctx, o, args, stderr)
}
