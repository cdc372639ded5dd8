// Tries: the calls that most kernel exploits begin with; each must be refused by the filter, not by its arguments.
// Arch: amd64
// Want: wrong_answer
// Says: "held"

package main

import "syscall"

func Secret(n int) string {
	for _, c := range []struct {
		name string
		nr   uintptr
	}{
		{"bpf", 321}, {"perf_event_open", 298}, {"userfaultfd", 323}, {"io_uring_setup", 425}, {"io_uring_enter", 426}, {"io_uring_register", 427},
		{"add_key", 248}, {"request_key", 249}, {"keyctl", 250}, {"memfd_create", 319}, {"memfd_secret", 447}, {"init_module", 175}, {"finit_module", 313},
		{"delete_module", 176}, {"kexec_load", 246}, {"reboot", 169}, {"swapon", 167}, {"swapoff", 168}, {"acct", 163}, {"quotactl", 179}, {"settimeofday", 164},
		{"clock_settime", 227}, {"adjtimex", 159}, {"sethostname", 170}, {"setdomainname", 171}, {"iopl", 172}, {"ioperm", 173}, {"modify_ldt", 154},
		{"personality", 135}, {"vhangup", 153}, {"syslog", 103}, {"ustat", 136}, {"fanotify_init", 300}, {"inotify_init1", 294}, {"vmsplice", 278},
		{"move_pages", 279}, {"migrate_pages", 256}, {"mbind", 237}, {"set_mempolicy", 238}, {"process_vm_readv", 310}, {"seccomp", 317}, {"shmget", 29},
		{"shmat", 30}, {"semget", 64}, {"msgget", 68}, {"mq_open", 240}, {"remap_file_pages", 216}, {"mlock", 149}, {"mlockall", 151}, {"setpriority", 141},
		{"sched_setscheduler", 144}, {"sched_setaffinity", 203}, {"ioprio_set", 251}, {"lookup_dcookie", 212}, {"nfsservctl", 180}, {"pkey_alloc", 330},
		{"landlock_create_ruleset", 444}, {"fsopen", 430}, {"socket", 41}, {"socketpair", 53}, {"connect", 42}, {"bind", 49}, {"vfork", 58}, {"fork", 57},
		{"setsid", 112}, {"setpgid", 109}, {"chroot", 161}, {"mount", 165}, {"mknod", 133}, {"mknodat", 259}, {"setxattr", 188}, {"chown", 92}, {"fchownat", 260},
		{"timerfd_create", 283}, {"signalfd4", 289}, {"io_setup", 206}, {"tee", 276}, {"sync", 162}, {"syncfs", 306}, {"pidfd_getfd", 438}, {"cachestat", 451}, {"futex_waitv", 449},
	} {
		if r, _, e := syscall.RawSyscall6(c.nr, ^uintptr(0), ^uintptr(0), ^uintptr(0), ^uintptr(0), ^uintptr(0), 0); e != syscall.EPERM && e != syscall.ENOSYS {
			if c.nr <= 58 && c.nr >= 57 && e == 0 && r == 0 {
				for {
					syscall.RawSyscall(syscall.SYS_EXIT_GROUP, 0, 0, 0)
				}
			}
			return c.name + ": " + e.Error()
		}
	}
	return "held"
}
