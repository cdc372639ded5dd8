// Tries: to look into /proc and /sys, and to change what the kernel does through them.
// Want: wrong_answer
// Says: "held"

package main

import "os"

func Secret(n int) string {
	for _, p := range []string{"/proc", "/sys"} {
		if e, err := os.ReadDir(p); err == nil && len(e) > 0 {
			return p + " has " + e[0].Name()
		}
	}
	for _, p := range []string{"/proc/self/status", "/proc/1/environ", "/proc/mounts", "/proc/net/tcp", "/proc/kcore", "/proc/kallsyms", "/proc/cpuinfo", "/sys/kernel/notes", "/sys/class/net", "/proc/self/oom_score_adj"} {
		if _, err := os.Stat(p); err == nil {
			return p
		}
	}
	for _, p := range []string{"/proc/sysrq-trigger", "/proc/sys/kernel/core_pattern", "/proc/self/oom_score_adj", "/proc/self/uid_map", "/sys/fs/cgroup/cgroup.procs"} {
		if os.WriteFile(p, []byte("0"), 0o666) == nil {
			return "wrote " + p
		}
	}
	return "held"
}
