// Package sandbox runs one untrusted program under limits.
//
// # How it works
//
// There is no helper binary and no root needed: the program starts itself again.
// [Init], the first call of main, notices and never returns in that case. Two
// stages follow.
//
// The first is process 1 of fresh user, mount, pid, net, ipc, uts and cgroup
// namespaces. It builds a root of its own on a tmpfs, in which only the named
// files and folders appear, read-only and at their own paths; there is no /proc,
// no /sys and no network. It starts the second stage, collects its status, copies
// results out when nothing else is alive, and ends when its lifeline, a pipe from
// the parent, closes. With process 1 dies the whole namespace, so neither a
// forgotten child nor kill -9 of the parent leaves anything running.
//
// The second stage lowers the resource limits, drops capabilities, sets
// no_new_privs, installs a seccomp allow-list and becomes the program. Limits are
// applied there so that they never bind process 1.
//
// # Memory
//
// RLIMIT_AS breaks Go programs below 1 GiB, because the runtime reserves address
// space. RLIMIT_DATA counts private writable mappings and so follows what a Go
// program really uses, about 40 MiB above its resident memory ([Overhead]). It
// becomes a hard limit once shared and grow-down mappings, memfd and System V
// memory are refused, which the seccomp list does.
//
// # Time
//
// A [Process] reports the processor time it used and the time it waited for a
// processor. The caller can so tell a busy program from a sleeping one, and both
// from one that is merely starved by a loaded machine.
//
// # Without namespaces
//
// [Unsandboxed] keeps the resource limits, the explicit environment, the capped
// output and the kill on exit, but the program can read files and reach the
// network. On systems other than Linux even memory and processor time are not
// limited. Callers must have been asked for it.
package sandbox
