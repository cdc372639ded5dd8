package sandbox

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"syscall"

	"dialogo/bench"
)

// finding collects what was learned about the layers.
type finding struct {
	checks []Check
	absent map[bench.Layer]error // why a layer is not used
}

// Open tries the isolation out and returns a box that holds. The checks say what
// was tried of each layer, and of those that do not hold, why and how to get them;
// they are returned also with an error, which says that of what is required.
func Open(ctx context.Context, options ...Options) (*Box, []Check, error) {
	var o Options
	if len(options) > 0 {
		o = options[0]
	}
	if o.Unsandboxed {
		return unsandboxed(o), leftOff(), nil
	}
	f := &finding{absent: map[bench.Layer]error{}}
	b, err := f.find(ctx, o)
	f.explain(err)
	if err != nil {
		return nil, f.checks, err
	}
	if missing := f.missing(Required(o.Require)); len(missing) > 0 {
		return nil, f.checks, errors.Join(append(missing, b.Close())...)
	}
	return b, f.checks, nil
}

// missing says which of the required layers do not hold, and how to get them.
func (f *finding) missing(required []bench.Layer) []error {
	var list []error
	for _, l := range required {
		if why := f.absent[l]; why != nil {
			list = append(list, fmt.Errorf("the layer %q of the isolation does not hold on this machine: %w; to get it: %s", l, why, fix(l, why)))
		}
	}
	return list
}

// leftOff are the checks of a box without isolation.
func leftOff() []Check {
	var checks []Check
	for _, l := range bench.Layers() {
		checks = append(checks, Check{Layer: l, Name: string(l), Holds: l == bench.LayerLimits, Detail: "isolation was left off on request"})
	}
	return checks
}

// find returns a box with all layers that hold here. The error is one that has to
// do with no layer.
func (f *finding) find(ctx context.Context, o Options) (*Box, error) {
	set := setup{Scratch: o.Scratch, Broken: o.broken}
	if abi, err := landlockABI(); err != nil {
		f.absent[bench.LayerLandlock] = err
	} else if abi < minABI {
		f.absent[bench.LayerLandlock] = fmt.Errorf("the kernel has version %d of it, and %d is needed", abi, minABI)
	} else {
		set.ABI = abi
	}
	if !hasSeccomp {
		f.absent[bench.LayerSeccomp] = errors.New("this program filters system calls on amd64 only")
	}
	for _, l := range o.without {
		f.absent[l] = errors.New("it was left off")
	}
	// As root each run gets a user of its own without a user namespace. Where that is
	// not allowed one may help.
	set.Userns = os.Geteuid() != 0
	for {
		set.Layers = f.rest()
		b := &Box{setup: set}
		l, err := f.probe(ctx, b)
		if l == "" && err == nil {
			return b, nil
		}
		b.Close()
		switch {
		case ctx.Err() != nil:
			return nil, context.Cause(ctx)
		case l == "":
			return nil, err
		case l == bench.LayerNamespaces && !set.Userns:
			set.Userns = true
			continue
		case f.absent[l] != nil:
			return nil, err
		}
		f.absent[l] = plainer(err)
		set.Userns = set.Userns && l != bench.LayerNamespaces
	}
}

// plainer says what the kernel means by there being no space for a namespace.
func plainer(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EUSERS) {
		return fmt.Errorf("no more user namespaces may be made here: %w", err)
	}
	return err
}

// rest are the layers about which nothing bad is known.
func (f *finding) rest() []bench.Layer {
	return slices.DeleteFunc(bench.Layers(), func(l bench.Layer) bool { return f.absent[l] != nil })
}

// probe has a child that is confined as a program would be try to get out. It
// returns the first layer that does not hold.
func (f *finding) probe(ctx context.Context, b *Box) (bench.Layer, error) {
	f.checks = nil
	for _, l := range []bench.Layer{bench.LayerSeccomp, bench.LayerLandlock, ""} {
		p, err := b.launch(ctx, Command{Steps: [][]string{{"probe"}}, Limits: probeLimits()}, request{Probe: true, Off: without(l)})
		if err != nil {
			return b.blame(""), err
		}
		r, err := p.Wait()
		if err != nil {
			return b.blame(p.layer), err
		}
		if l, err := f.judge(b, without(l), r, p.probe); err != nil {
			return l, err
		}
	}
	return "", nil
}

// blame says which layer to do without when one cannot be put up.
func (b *Box) blame(l bench.Layer) bench.Layer {
	if l == "" && b.setup.has(bench.LayerNamespaces) {
		return bench.LayerNamespaces // they are what a spawner or a clone most often fails for
	}
	return l
}

// judge compares what came of the attempts with what must.
func (f *finding) judge(b *Box, off []bench.Layer, r Result, came []outcome) (failed bench.Layer, err error) {
	tried := slices.DeleteFunc(attempts(&b.setup), func(a attempt) bool { return !a.runsWithout(off) })
	if r.End != Exited || r.Exit != 0 || len(came) != len(tried) {
		return b.blame(""), fmt.Errorf("the probe did not finish (%s, status %d, signal %d)", r.End, r.Exit, r.Signal)
	}
	for i, a := range tried {
		detail := "cannot " + a.what
		if a.succeeds {
			detail = "can " + a.what
		}
		holds := a.held(came[i])
		if !holds && a.succeeds {
			detail = fmt.Sprintf("cannot %s: %v", a.what, came[i].Errno)
		} else if !holds {
			detail = fmt.Sprintf("can %s (%d, %s)", a.what, came[i].Value, words(came[i].Errno))
		}
		f.note(a, holds, detail)
		if !holds && err == nil {
			failed, err = a.layer, fmt.Errorf("a program %s", detail)
		}
	}
	return failed, err
}

func words(e syscall.Errno) string {
	if e == 0 {
		return "no error"
	}
	return e.Error()
}

// note adds the result of an attempt to its check.
func (f *finding) note(a attempt, holds bool, detail string) {
	i := slices.IndexFunc(f.checks, func(c Check) bool { return c.Layer == a.layer && c.Name == a.check })
	if i < 0 {
		f.checks = append(f.checks, Check{Layer: a.layer, Name: a.check, Holds: holds, Detail: "a program " + detail})
		return
	}
	c := &f.checks[i]
	switch {
	case c.Holds && !holds:
		c.Holds, c.Detail = false, "a program "+detail
	case c.Holds:
		c.Detail += ", " + detail
	}
}

// explain adds checks for what is absent, and for what was not tried because of err,
// and sorts all by layer.
func (f *finding) explain(err error) {
	for l, why := range f.absent {
		f.checks = slices.DeleteFunc(f.checks, func(c Check) bool { return c.Layer == l })
		f.checks = append(f.checks, Check{Layer: l, Name: string(l), Detail: why.Error(), Fix: fix(l, why)})
	}
	order := bench.Layers()
	for _, l := range order {
		if !slices.ContainsFunc(f.checks, func(c Check) bool { return c.Layer == l }) {
			f.checks = append(f.checks, Check{Layer: l, Name: string(l), Untried: true, Detail: fmt.Sprintf("was not tried: %v", err)})
		}
	}
	slices.SortStableFunc(f.checks, func(a, b Check) int { return slices.Index(order, a.Layer) - slices.Index(order, b.Layer) })
}

// fix says how to get a layer.
func fix(l bench.Layer, why error) string {
	switch l {
	case bench.LayerNamespaces:
		return fixNamespaces() + "; or require landlock and seccomp instead of namespaces, where they hold"
	case bench.LayerLandlock:
		if errors.Is(why, syscall.EOPNOTSUPP) {
			return "add landlock to the lsm= parameter of the kernel's command line"
		}
		return "use Linux 6.2 or newer, with CONFIG_SECURITY_LANDLOCK, and in a container a seccomp profile that allows Landlock's system calls"
	case bench.LayerSeccomp:
		if !hasSeccomp {
			return "judge on amd64"
		}
		return "use a kernel with CONFIG_SECCOMP_FILTER"
	case bench.LayerPrivileges:
		return "run as an ordinary user, or as root with the capabilities SETUID, SETGID and SETPCAP, in a user namespace that has the users 100000 to 165535"
	}
	return "raise the hard limits under which this program runs (ulimit -H -a)"
}

// fixNamespaces looks for what usually forbids namespaces.
func fixNamespaces() string {
	setting := func(path string) string {
		b, _ := os.ReadFile("/proc/sys/" + path)
		return strings.TrimSpace(string(b))
	}
	status, _ := os.ReadFile("/proc/self/status")
	asRoot := ", or run as root"
	if os.Geteuid() == 0 { // of a user namespace, then
		asRoot = ", or run as a root who has the users 100000 to 165535, such as the host's"
	}
	switch {
	case setting("kernel/unprivileged_userns_clone") == "0":
		return "sysctl kernel.unprivileged_userns_clone=1" + asRoot
	case setting("user/max_user_namespaces") == "0":
		return "sysctl user.max_user_namespaces=10000" + asRoot
	case setting("kernel/apparmor_restrict_unprivileged_userns") == "1":
		return "an AppArmor profile for this program that allows userns, or sysctl kernel.apparmor_restrict_unprivileged_userns=0" + asRoot
	case strings.Contains(string(status), "\nSeccomp:\t2"):
		return "a seccomp profile of the container that allows clone and unshare with namespaces, mount, pivot_root and the new mount calls (docker run --security-opt seccomp=unconfined --security-opt apparmor=unconfined)"
	}
	return "allow user namespaces, or run as root with CAP_SYS_ADMIN, on Linux 5.12 or newer"
}

// String says in words what isolates.
func (b *Box) String() string {
	var parts []string
	for _, l := range b.setup.Layers {
		switch l {
		case bench.LayerNamespaces:
			own := "and a user of its own"
			if b.setup.Userns {
				own = "user"
			}
			parts = append(parts, "namespaces (mount, pid, net, ipc, uts, cgroup, "+own+")")
		case bench.LayerLandlock:
			parts = append(parts, fmt.Sprintf("Landlock (version %d)", b.setup.ABI))
		case bench.LayerPrivileges:
			parts = append(parts, "no privileges")
		case bench.LayerLimits:
			parts = append(parts, "resource limits")
		default:
			parts = append(parts, string(l))
		}
	}
	s := strings.Join(parts, ", ")
	if !b.Isolated() {
		return "none (" + s + " only)"
	}
	return s
}
