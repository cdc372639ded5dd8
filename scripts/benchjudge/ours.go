package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"

	"dialogo/bench/judge"
)

// phase is what a way made of the answers once.
type phase struct {
	// CPUMS is processor time of all processes, WallMS wall time, for all answers.
	CPUMS, WallMS float64
	// Findings and Latencies, in milliseconds, are an entry an answer.
	Findings  []string
	Latencies []float64
	// Stats is what the judge says it did meanwhile.
	Stats judge.Stats
	// Sandbox is what isolated the answers.
	Sandbox string `json:",omitempty"`
}

// ours is dialogo's judge in a process of its own, so that all it starts can be told
// from all else.
type ours struct {
	cmd   *exec.Cmd
	in    io.WriteCloser
	out   *json.Decoder
	start time.Duration // CPU before its first phase
	spent time.Duration // in phases, and before
}

// startOurs starts the process with this one's flags.
func startOurs(ctx context.Context, args []string, stderr io.Writer) (*ours, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	o := &ours{cmd: exec.CommandContext(ctx, self, append([]string{"-child"}, args...)...)}
	o.cmd.Stderr = stderr
	if o.in, err = o.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := o.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	o.out = json.NewDecoder(out)
	if err := o.cmd.Start(); err != nil {
		return nil, err
	}
	// It says that it is ready, having read the data set and nothing more.
	if err := o.out.Decode(&struct{}{}); err != nil {
		return nil, errors.Join(fmt.Errorf("the judge's process did not start: %w", err), o.cmd.Wait())
	}
	o.start, err = treeCPU(o.cmd.Process.Pid)
	o.spent = o.start
	return o, err
}

// do has the process do a phase.
func (o *ours) do(r request) (ph phase, err error) {
	before, err := treeCPU(o.cmd.Process.Pid)
	if err != nil {
		return ph, err
	}
	if err := json.NewEncoder(o.in).Encode(r); err != nil {
		return ph, err
	}
	if err := o.out.Decode(&ph); err != nil {
		return ph, errors.Join(fmt.Errorf("phase %s: the judge's process ended: %w", r.Phase, err), o.cmd.Wait())
	}
	after, err := treeCPU(o.cmd.Process.Pid)
	ph.CPUMS = ms(after - before)
	o.spent += after - before
	return ph, err
}

// close ends the process. It returns the processor time that its end brought to light:
// that of closing the judge, and whatever the phases missed.
func (o *ours) close() (time.Duration, error) {
	if err := errors.Join(o.in.Close(), o.cmd.Wait()); err != nil {
		return 0, fmt.Errorf("closing the judge: %w", err)
	}
	s := o.cmd.ProcessState
	return s.UserTime() + s.SystemTime() - o.spent, nil
}
