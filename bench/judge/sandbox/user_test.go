//go:build linux

package sandbox

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"dialogo/bench/benchtest"
)

// TestAsAnOrdinaryUser runs the other tests again as a user without any rights.
func TestAsAnOrdinaryUser(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("we are one")
	}
	const nobody = 65534
	tmp := t.TempDir()
	os.Chmod(tmp, 0o777)
	os.Chmod(filepath.Dir(tmp), 0o755)
	cmd := exec.Command("/proc/self/exe", "-test.v", "-test.count=1")
	cmd.Dir = "/"
	cmd.Env = append(os.Environ(), "TMPDIR="+tmp, "HOME="+tmp, "GOCACHE="+tmp+"/cache", "DIALOGO_REQUIRE_SHARED=")
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	out, err := cmd.CombinedOutput()
	benchtest.Need(t, !strings.Contains(string(out), "--- SKIP: TestTheProbeHolds"), "a machine where ordinary users have user namespaces")
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	if strings.Count(string(out), "--- PASS") < 10 {
		t.Errorf("hardly anything ran:\n%s", out)
	}
}
