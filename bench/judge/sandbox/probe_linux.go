package sandbox

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"slices"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"dialogo/bench"
)

// Open tries the isolation out and returns a box that holds. The checks say what
// was tried; they are returned also with an error, which is ErrUnsupported or
// wraps what the kernel said.
func Open(ctx context.Context, options ...Options) (*Box, []Check, error) {
	var o Options
	if len(options) > 0 {
		o = options[0]
	}
	if o.Unsandboxed {
		b := Unsandboxed()
		b.scratch = o.Scratch
		return b, nil, nil
	}
	boxes := []*Box{{isolated: true, userns: true}}
	if os.Geteuid() == 0 {
		// Without a user namespace each box gets a user of its own.
		boxes = []*Box{{isolated: true}, {isolated: true, userns: true}}
	}
	var checks []Check
	var err error
	for _, b := range boxes {
		b.scratch = o.Scratch
		b.layers = []bench.Layer{bench.LayerNamespaces, bench.LayerPrivileges, bench.LayerLimits}
		if hasSeccomp {
			b.layers = append(b.layers, bench.LayerSeccomp)
		}
		for _, l := range o.Require {
			if !slices.Contains(b.layers, l) {
				return nil, nil, fmt.Errorf("the layer %s of isolation does not hold on this machine", l)
			}
		}
		if checks, err = b.probe(ctx); err == nil {
			return b, checks, nil
		}
	}
	return nil, checks, err
}

// attempt is something a program in the box must not be able to do.
type attempt struct {
	Name string
	// OK says that it was prevented.
	OK     bool
	Detail string
}

// probe has a second stage, which is as confined as a program would be, try to
// get out.
func (b *Box) probe(ctx context.Context) ([]Check, error) {
	r, err := b.Run(ctx, Command{
		probe: true,
		Steps: [][]string{{"probe"}},
		Limits: Limits{Memory: 256 << 20, CPU: 5 * time.Second, Wall: 30 * time.Second, Output: 64 << 10,
			Scratch: 1 << 20, Threads: 64},
	})
	if err != nil {
		return []Check{{Name: "namespaces", Detail: explain(err), Layer: bench.LayerNamespaces}}, fmt.Errorf("%s", explain(err))
	}
	var tried []attempt
	if err := json.Unmarshal(r.Stdout, &tried); err != nil {
		return []Check{{Name: "namespaces", Detail: "the probe did not answer", Layer: bench.LayerNamespaces}},
			fmt.Errorf("the probe did not answer (%s, status %d): %.200s", r.End, r.Exit, r.Stderr)
	}
	checks := []Check{{Name: "namespaces", Holds: true, Detail: b.namespaces(), Layer: bench.LayerNamespaces}}
	for _, a := range tried {
		checks = append(checks, Check{Name: a.Name, Holds: a.OK, Detail: a.Detail})
		if !a.OK && err == nil {
			err = fmt.Errorf("the sandbox does not hold: %s: %s", a.Name, a.Detail)
		}
	}
	return checks, err
}

func (b *Box) namespaces() string {
	if b.userns {
		return "user, mount, pid, net, ipc, uts, cgroup"
	}
	return "mount, pid, net, ipc, uts, cgroup, and a user of its own"
}

// String says in words what isolates.
func (b *Box) String() string {
	s := "none (resource limits only)"
	if b.isolated {
		s = "namespaces (" + b.namespaces() + "), tmpfs root, rlimits, no capabilities"
		if hasSeccomp {
			s += ", seccomp"
		}
	}
	return s
}

// explain adds what usually is behind the kernel's words.
func explain(err error) string {
	return err.Error() + " (are user namespaces switched off on this machine, or forbidden in this container?)"
}

// probeInside runs in the second stage: it tries to get out and prints what it found.
func probeInside() {
	tried := []attempt{tryFiles(), tryNetwork(), tryFork(), tryProcesses(), tryWrite()}
	json.NewEncoder(os.Stdout).Encode(tried)
}

func tryFiles() attempt {
	for _, path := range []string{"/etc/passwd", "/proc/self/mem", "/root", "/home", "/sys", "/usr/bin"} {
		if _, err := os.Lstat(path); err == nil {
			return attempt{"files", false, path + " is visible"}
		}
	}
	return attempt{"files", true, "only what a program needs is visible"}
}

func tryNetwork() attempt {
	for _, a := range []struct{ network, address string }{{"tcp", "1.1.1.1:80"}, {"udp", "1.1.1.1:53"}, {"tcp", "127.0.0.1:22"}} {
		c, err := net.DialTimeout(a.network, a.address, 200*time.Millisecond)
		if err == nil {
			c.Close()
			return attempt{"network", false, a.network + " " + a.address + " can be reached"}
		}
	}
	return attempt{"network", true, "no network"}
}

func tryFork() attempt {
	_, err := syscall.ForkExec("/none", // the fork must fail before the file is looked for
		[]string{"x"}, &syscall.ProcAttr{})
	if err == nil {
		return attempt{"processes", false, "can start processes"}
	}
	if !hasSeccomp {
		return attempt{"processes", true, "bounded by a limit on threads"}
	}
	return attempt{"processes", err == syscall.EPERM, "cannot start processes"}
}

func tryProcesses() attempt {
	if pid := os.Getpid(); pid > 100 {
		return attempt{"pid namespace", false, fmt.Sprintf("process id is %d", pid)}
	}
	return attempt{"pid namespace", true, "no other process is visible"}
}

func tryWrite() attempt {
	if err := os.WriteFile("/escape", nil, 0o600); err == nil {
		return attempt{"writes", false, "the root can be written"}
	}
	if err := unix.Mount("x", "/box", "tmpfs", 0, ""); err == nil {
		return attempt{"writes", false, "mount works"}
	}
	if err := os.WriteFile("/box/x", []byte("x"), 0o600); err != nil {
		return attempt{"writes", false, "the working folder cannot be written: " + err.Error()}
	}
	return attempt{"writes", true, "only the working folder can be written"}
}
