package main

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"dialogo/bench/judge/gotest"
)

// peer judges with go test.
type peer struct {
	name    string
	space   *gotest.Workspace
	answers []answer
	jobs    int
}

// openPeers makes a workspace for each flavour below a folder.
func openPeers(ctx context.Context, dir string, answers []answer, o options) ([]*peer, error) {
	var peers []*peer
	for _, f := range []struct {
		flavour gotest.Flavour
		name    string
	}{{gotest.Testify, wayTestify}, {gotest.Plain, wayPlain}} {
		w, err := gotest.Open(ctx, filepath.Join(dir, string(f.flavour)), f.flavour, gotest.Options{Timeout: o.limit})
		if err != nil {
			return nil, err
		}
		peers = append(peers, &peer{f.name, w, answers, o.jobs})
	}
	return peers, nil
}

// round judges all answers, so many at once, and returns what it took.
func (p *peer) round(ctx context.Context, mark string) (phase, error) {
	before, err := treeCPU(os.Getpid())
	if err != nil {
		return phase{}, err
	}
	begin := time.Now()
	ph := phase{Findings: make([]string, len(p.answers)), Latencies: make([]float64, len(p.answers))}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(p.jobs)
	for i, a := range p.answers {
		g.Go(func() error {
			begin := time.Now()
			r, err := p.space.Judge(ctx, gotest.Answer{Record: a.record, Given: a.task.Context, Code: a.marked(mark)})
			ph.Findings[i], ph.Latencies[i] = string(r.Outcome), ms(time.Since(begin))
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return phase{}, err
	}
	ph.WallMS = ms(time.Since(begin))
	after, err := treeCPU(os.Getpid())
	ph.CPUMS = ms(after - before)
	return ph, err
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
