// Package sandbox runs untrusted programs under limits.
//
// # Layers
//
// What keeps a program in are layers, each of which a study may require
// ([Options.Require]) and each of which [Open] tries out:
//
//   - namespaces: a root of its own on a tmpfs, in which only the named files and
//     folders appear, read-only and at their own paths; no /proc, no /sys, no
//     network, no other process.
//   - landlock: the kernel lets it open only those files and its working folder,
//     listen and connect nowhere, and signal nobody else.
//   - seccomp: only the system calls a Go program needs; no sockets of any family,
//     no processes, no shared memory.
//   - privileges: no capabilities, no way to gain any, and as root a user of its own
//     for each run.
//   - limits: processor time, memory, files, descriptors and threads.
//
// They overlap on purpose: most attacks meet two or three. For the same reason they
// would hide each other's absence, so each is tried without those in front of it:
// a child that is confined as a program would be, but for them, makes the forbidden
// system calls itself, and what the kernel answers is the finding. See attempt.
//
// A layer that does not hold here is done without, unless it is required. Without
// namespaces, landlock and seccomp together still keep files and network from a
// program ([Box.Isolated]); but its working folder is then a folder of the host,
// whose files are bounded in size but not in number.
//
// # The spawner
//
// There is no helper binary and no root needed: the program starts itself again.
// [Init], the first call of main, notices and never returns in that case. It becomes
// a spawner: process 1 of fresh namespaces that builds the root once, and then
// starts one program after another. A [Box] has one spawner for each set of visible
// files. They speak over a socket, on which descriptors travel, too. When the socket
// closes the spawner ends, and with process 1 all of its namespace, so neither a
// forgotten child nor kill -9 of the harness leaves anything running. A spawner that
// dies is replaced; the programs that ran in it are a fault of the box.
//
// Each job has a thread of the spawner to itself (job.run). The thread takes a mount
// namespace of its own, mounts the working folder there, a tmpfs that no other job
// can see, writes the inputs, runs the steps, copies the outputs out when nothing is
// alive that could change them, and ends; with it goes the folder.
//
// # The life of a child
//
// A step is born by clone into a pid namespace of its own, of which it is process 1,
// and without root into a user namespace of its own, too, since threads are counted
// by user. Then it has to give up everything before it becomes the program, and that
// without Go's runtime, which a forked child does not have. So its life is data: a
// list of system calls, put together by ordinary Go code (job.script), which the
// child runs through in one loop (cloneAndRun). On amd64 it borrows the spawner's
// memory meanwhile instead of copying it. If a call fails, its index and error are
// left in a page shared with the spawner, and the box reports them in words.
//
// Process 1 of a namespace is deaf to signals from inside it that it does not
// handle: a SIGKILL a program sends itself does nothing. Limits, faults and Go's own
// fatal errors end it as ever.
//
// # Cost
//
// Running the empty Go program once, all layers up, takes 1.96 ms of processor time,
// the harness's and the spawner's included, where starting it by os/exec alone takes
// 0.86 (BenchmarkRun: medians of five interleaved rounds, 2 cores busy with other
// work, Go 1.26). Starting the harness again twice for each run, as this package once
// did, took 8.5. Of what is left about half a millisecond is the spawner's; the
// dearest call is the installation of the seccomp filter, 0.13 ms.
//
// # Memory
//
// RLIMIT_AS breaks Go programs below 1 GiB, because the runtime reserves address
// space. RLIMIT_DATA counts private writable mappings and so follows what a Go
// program really uses, about 40 MiB above its resident memory ([Overhead]). It
// becomes a hard limit once shared and grow-down mappings, memfd, System V memory and
// making memory read-only that was filled are refused, which the seccomp list does, and
// since a step is one process. So no cgroup is needed, which only few hosts let an
// ordinary user have. Without the list (off amd64) RLIMIT_AS is what bounds memory, at
// 4 GiB more.
//
// # Time
//
// A [Process] reports the processor time it used and the time it waited for a
// processor. The caller can so tell a busy program from a sleeping one, and both
// from one that is merely starved by a loaded machine.
//
// # Without isolation
//
// [Options.Unsandboxed] keeps the resource limits, the explicit environment, the
// capped output and the kill on exit, but the program can read files and reach the
// network. On systems other than Linux even memory and processor time are not
// limited. Callers must have been asked for it.
package sandbox
