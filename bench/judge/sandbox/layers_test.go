//go:build linux

package sandbox

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dialogo/bench"
	"dialogo/bench/benchtest"
)

func TestTheProbeHolds(t *testing.T) {
	b, checks, err := Open(context.Background())
	benchtest.Need(t, err == nil, fmt.Sprintf("a machine that can isolate programs (%v)", err))
	defer b.Close()
	if !b.Isolated() || !strings.HasPrefix(b.String(), "namespaces") {
		t.Errorf("%v", b)
	}
	for _, l := range b.Layers() {
		if !slices.ContainsFunc(checks, func(c Check) bool { return c.Layer == l && c.Holds && c.Detail != "" && c.Fix == "" }) {
			t.Errorf("no finding about %s", l)
		}
	}
	for _, c := range checks {
		if c.Holds != slices.Contains(b.Layers(), c.Layer) {
			t.Errorf("%s: %s: %s", c.Layer, c.Name, c.Detail)
		}
	}
}

// A layer that is believed to be there but is not must be found out.
func TestTheProbeNoticesAMissingLayer(t *testing.T) {
	whole := openBox(t)
	for _, l := range whole.Layers() {
		t.Run(string(l), func(t *testing.T) {
			o := Options{broken: l, Require: []bench.Layer{l}}
			b, checks, err := Open(context.Background(), o)
			if err == nil {
				b.Close()
				t.Fatal("not noticed")
			}
			if !strings.Contains(err.Error(), `"`+string(l)+`"`) || !strings.Contains(err.Error(), "a program can") {
				t.Errorf("error is: %v", err)
			}
			i := slices.IndexFunc(checks, func(c Check) bool { return c.Layer == l })
			if i < 0 || checks[i].Holds || checks[i].Fix == "" {
				t.Errorf("checks are %+v", checks)
			}
			// What is not required is done without.
			o.Require = slices.DeleteFunc(whole.Layers(), func(r bench.Layer) bool { return r == l })
			b, _, err = Open(context.Background(), o)
			if err != nil {
				t.Fatal(err)
			}
			defer b.Close()
			if got := b.Layers(); !slices.Equal(got, o.Require) {
				t.Errorf("layers are %v, want %v", got, o.Require)
			}
		})
	}
}

func TestEveryAttemptIsOfSomeRun(t *testing.T) {
	set := setup{Layers: bench.Layers(), ABI: 7}
	for _, a := range attempts(&set) {
		if !a.runsWithout(without(a.layer)) || a.check == "" || a.what == "" {
			t.Errorf("%+v", a)
		}
	}
	if n := len(attempts(&set)); n > len(page{}.results) {
		t.Errorf("%d attempts do not fit", n)
	}
}

func TestWhatIsRequired(t *testing.T) {
	_, checks, err := Open(context.Background(), Options{without: []bench.Layer{bench.LayerNamespaces}})
	if err == nil || !strings.Contains(err.Error(), `"namespaces"`) || !strings.Contains(err.Error(), "to get it: ") {
		t.Errorf("error is: %v", err)
	}
	if len(checks) < len(bench.Layers()) {
		t.Errorf("checks are %+v", checks)
	}
	b := openWith(t, Options{Require: []bench.Layer{bench.LayerLimits}, without: []bench.Layer{bench.LayerNamespaces, bench.LayerSeccomp}})
	if b.Isolated() || !strings.HasPrefix(b.String(), "none (") {
		t.Errorf("claims to isolate: %v", b)
	}
}

func TestUnsandboxedSaysSo(t *testing.T) {
	b := openWith(t, Options{Unsandboxed: true})
	if b.Isolated() || !strings.HasPrefix(b.String(), "none (") || !slices.Equal(b.Layers(), []bench.Layer{bench.LayerLimits}) {
		t.Errorf("%v: %v", b, b.Layers())
	}
}

// Without namespaces Landlock and seccomp keep files and network from a program.
func TestWithoutNamespaces(t *testing.T) {
	b := openWith(t, tierB())
	if !b.Isolated() || strings.Contains(b.String(), "namespaces") {
		t.Errorf("%v", b)
	}
	dir := t.TempDir()
	os.Chmod(dir, 0o777) // Landlock is to refuse it, not its permissions
	os.Chmod(filepath.Dir(dir), 0o755)
	secret := filepath.Join(dir, "secret")
	if err := os.WriteFile(secret, []byte("planted\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	c := Command{Program: build(t, `package main
import ("fmt"; "net"; "os"; "os/exec"; "syscall"; "time")
func main() {
	_, err := os.ReadFile(os.Args[1]); fmt.Println("read", err != nil)
	fmt.Println("write", os.WriteFile(os.Args[1], nil, 0o666) != nil)
	fmt.Println("mode", os.Chmod(os.Args[1], 0o600) != nil)
	fmt.Println("times", os.Chtimes(os.Args[1], time.Time{}, time.Unix(1, 0)) != nil)
	fmt.Println("remove", os.Remove(os.Args[1]) != nil)
	fmt.Println("create", os.WriteFile(os.Args[1]+"2", nil, 0o666) != nil)
	_, err = os.ReadDir("/proc"); fmt.Println("processes", err != nil)
	_, err = net.Dial("tcp", os.Args[2]); fmt.Println("dial", err != nil)
	fmt.Println("start", exec.Command("/bin/true").Run() != nil)
	fmt.Println("signal", syscall.Kill(os.Getppid(), 0) != nil)
	fmt.Println("work", os.WriteFile("own", nil, 0o666) == nil)
}`), Steps: [][]string{{"program", secret, l.Addr().String()}}, Limits: small, ReadOnly: []string{"/bin"}}
	const want = "read true\nwrite true\nmode true\ntimes true\nremove true\ncreate true\nprocesses true\ndial true\nstart true\nsignal true\nwork true\n"
	if r := run(t, b, c); string(r.Stdout) != want {
		t.Errorf("got %s\n%s", r.Stdout, r.Stderr)
	}
	// The same program is free without isolation: the test can fail.
	free := openWith(t, Options{Unsandboxed: true})
	if r := run(t, free, c); !strings.HasPrefix(string(r.Stdout), "read false\nwrite false\nmode false\ntimes false\nremove false\ncreate false\nprocesses false\ndial false\nstart false\n") {
		t.Errorf("without isolation: %s\n%s", r.Stdout, r.Stderr)
	}
}
