package sandbox

import (
	"slices"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"
)

// filtered carries out the filter for a call, as far as ours go.
func filtered(t *testing.T, f filter, number uint32, args ...uint64) uint32 {
	t.Helper()
	words := map[uint32]uint32{offNumber: number, offArch: unix.AUDIT_ARCH_X86_64}
	for i, a := range args {
		words[uint32(offArg0+8*i)] = uint32(a)
	}
	program := unsafe.Slice(f.program.Filter, f.program.Len)
	var acc uint32
	for at := 0; ; at++ {
		i := program[at]
		yes := false
		switch i.Code {
		case unix.BPF_LD | unix.BPF_W | unix.BPF_ABS:
			acc = words[i.K]
			continue
		case unix.BPF_ALU | unix.BPF_AND | unix.BPF_K:
			acc &= i.K
			continue
		case unix.BPF_RET | unix.BPF_K:
			return i.K
		case unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K:
			yes = acc == i.K
		case unix.BPF_JMP | unix.BPF_JGE | unix.BPF_K:
			yes = acc >= i.K
		case unix.BPF_JMP | unix.BPF_JSET | unix.BPF_K:
			yes = acc&i.K != 0
		default:
			t.Fatalf("instruction %d: %+v", at, i)
		}
		if yes {
			at += int(i.Jt)
		} else {
			at += int(i.Jf)
		}
	}
}

func TestTheFilterAllowsWhatIsListed(t *testing.T) {
	f, outside, program := newFilter(true, false), newFilter(false, false), newFilter(true, true)
	byArgument := []uint32{unix.SYS_MMAP, unix.SYS_FCNTL, unix.SYS_PRCTL, unix.SYS_IOCTL, unix.SYS_TGKILL, unix.SYS_KILL,
		unix.SYS_PRLIMIT64, unix.SYS_CLONE, unix.SYS_CLONE3}
	for number := range uint32(1000) {
		want := retEPERM
		if slices.Contains(allowed, number) {
			want = retAllow
		}
		if got := filtered(t, f, number); got != want && !slices.Contains(byArgument, number) {
			t.Errorf("call %d: %x, want %x", number, got, want)
		}
	}
	for _, number := range byName() {
		if got := filtered(t, outside, number); got != retEPERM {
			t.Errorf("without namespaces, call %d: %x", number, got)
		}
	}
	for _, number := range ofLoaders() {
		if got := filtered(t, program, number); got != retEPERM {
			t.Errorf("in a program, call %d: %x", number, got)
		}
	}
	*f.pid = 7
	for _, tt := range []struct {
		number uint32
		args   []uint64
		want   uint32
	}{
		{unix.SYS_KILL, []uint64{7}, retAllow}, {unix.SYS_KILL, []uint64{0}, retAllow}, {unix.SYS_KILL, []uint64{8}, retEPERM},
		{unix.SYS_TGKILL, []uint64{7}, retAllow}, {unix.SYS_TGKILL, []uint64{1}, retEPERM},
		{unix.SYS_PRLIMIT64, []uint64{0}, retAllow}, {unix.SYS_PRLIMIT64, []uint64{1}, retEPERM},
		{unix.SYS_CLONE, []uint64{unix.CLONE_THREAD}, retAllow}, {unix.SYS_CLONE, []uint64{0}, retEPERM},
		{unix.SYS_CLONE, []uint64{unix.CLONE_THREAD | unix.CLONE_NEWUSER}, retEPERM}, {unix.SYS_CLONE3, nil, retENOSYS},
		{unix.SYS_MMAP, []uint64{0, 0, 0, unix.MAP_PRIVATE | unix.MAP_ANON}, retAllow},
		{unix.SYS_MMAP, []uint64{0, 0, 0, unix.MAP_SHARED}, retAllow},
		{unix.SYS_MMAP, []uint64{0, 0, 0, unix.MAP_SHARED | unix.MAP_ANON}, retEPERM},
		{unix.SYS_MMAP, []uint64{0, 0, 0, unix.MAP_PRIVATE | unix.MAP_GROWSDOWN}, retEPERM},
		{unix.SYS_FCNTL, []uint64{0, unix.F_SETPIPE_SZ}, retEPERM}, {unix.SYS_FCNTL, []uint64{0, unix.F_GETFL}, retAllow},
		{unix.SYS_PRCTL, []uint64{unix.PR_SET_NAME}, retAllow}, {unix.SYS_PRCTL, []uint64{unix.PR_SET_DUMPABLE}, retEPERM},
		{unix.SYS_IOCTL, []uint64{0, unix.TCGETS}, retAllow}, {unix.SYS_IOCTL, []uint64{0, unix.TIOCSTI}, retEPERM},
		{0x40000000 | unix.SYS_READ, nil, retKill},
	} {
		if got := filtered(t, f, tt.number, tt.args...); got != tt.want {
			t.Errorf("call %d%v: %x, want %x", tt.number, tt.args, got, tt.want)
		}
	}
	t.Logf("%d instructions", f.program.Len)
}
