package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// command judges with "dialogo judge", as its users do: reading the answers, preparing
// the tasks and writing the verdicts are part of what it takes.
type command struct {
	dir     string
	program string
	answers []answer
	limit   time.Duration
}

// openCommand builds dialogo below a folder.
func openCommand(ctx context.Context, dir string, answers []answer, o options) (*command, error) {
	c := &command{dir: dir, program: filepath.Join(dir, "dialogo"), answers: answers, limit: o.limit}
	out, err := exec.CommandContext(ctx, "go", "build", "-o", c.program, "dialogo/cmd/dialogo").CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("build dialogo: %w: %s", err, out)
	}
	return c, nil
}

// line is an answer as the command reads it.
type line struct {
	Task     string `json:"task_id"`
	Solution string `json:"solution"`
}

// round judges all answers once.
func (c *command) round(ctx context.Context, mark string) (phase, error) {
	var samples bytes.Buffer
	e := json.NewEncoder(&samples)
	for i, a := range c.answers {
		if err := e.Encode(line{a.task.ID, a.marked(fmt.Sprint(mark, i))}); err != nil {
			return phase{}, err
		}
	}
	file, out := filepath.Join(c.dir, "samples.jsonl"), filepath.Join(c.dir, "verdicts")
	if err := os.WriteFile(file, samples.Bytes(), 0o644); err != nil {
		return phase{}, err
	}
	defer os.RemoveAll(out)
	cmd := exec.CommandContext(ctx, c.program, "judge", "--dataset", dataset(), "--samples", file, "--out", out, "--case", c.limit.String(), "--progress", "none")
	begin := time.Now()
	if said, err := cmd.CombinedOutput(); err != nil {
		return phase{}, fmt.Errorf("dialogo judge: %w: %s", err, said)
	}
	// What it started it has waited for.
	ph := phase{CPUMS: ms(cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()), WallMS: ms(time.Since(begin))}
	err := c.read(filepath.Join(out, "verdicts.jsonl"), &ph)
	return ph, err
}

// read reads the findings. No verdict is there before the command ends.
func (c *command) read(path string, ph *phase) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	for text := range bytes.Lines(b) {
		var v struct{ Status string }
		if err := json.Unmarshal(text, &v); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		ph.Findings, ph.Latencies = append(ph.Findings, v.Status), append(ph.Latencies, ph.WallMS)
	}
	if len(ph.Findings) != len(c.answers) {
		return fmt.Errorf("%s: %d verdicts for %d answers", path, len(ph.Findings), len(c.answers))
	}
	return nil
}
