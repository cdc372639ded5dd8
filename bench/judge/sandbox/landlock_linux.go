package sandbox

import (
	"fmt"
	"os"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// minABI is the version of Landlock below which a program could cut files it may
// not write.
const minABI = 3

// The rights Landlock can withhold, by what they are for.
const (
	rightsRead  = unix.LANDLOCK_ACCESS_FS_READ_FILE | unix.LANDLOCK_ACCESS_FS_READ_DIR | unix.LANDLOCK_ACCESS_FS_EXECUTE
	rightsFile  = unix.LANDLOCK_ACCESS_FS_READ_FILE | unix.LANDLOCK_ACCESS_FS_EXECUTE | unix.LANDLOCK_ACCESS_FS_WRITE_FILE | unix.LANDLOCK_ACCESS_FS_TRUNCATE
	rightsMake  = unix.LANDLOCK_ACCESS_FS_MAKE_REG | unix.LANDLOCK_ACCESS_FS_MAKE_DIR | unix.LANDLOCK_ACCESS_FS_MAKE_SYM
	rightsWork  = rightsMake | unix.LANDLOCK_ACCESS_FS_READ_FILE | unix.LANDLOCK_ACCESS_FS_READ_DIR | unix.LANDLOCK_ACCESS_FS_WRITE_FILE | unix.LANDLOCK_ACCESS_FS_TRUNCATE | unix.LANDLOCK_ACCESS_FS_REFER | unix.LANDLOCK_ACCESS_FS_REMOVE_FILE | unix.LANDLOCK_ACCESS_FS_REMOVE_DIR
	rightsABI3  = 1<<15 - 1
	rightsABI5  = 1<<16 - 1
	netRights   = unix.LANDLOCK_ACCESS_NET_BIND_TCP | unix.LANDLOCK_ACCESS_NET_CONNECT_TCP // ABI 4
	scopeRights = unix.LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET | unix.LANDLOCK_SCOPE_SIGNAL    // ABI 6
)

// landlockABI asks the kernel for its version of Landlock.
func landlockABI() (int, error) {
	abi, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, 0, 0, unix.LANDLOCK_CREATE_RULESET_VERSION)
	if errno != 0 {
		return 0, errno
	}
	return int(abi), nil
}

// ruleset is what a process may open.
type ruleset struct {
	fd      int
	handled uint64
}

func newRuleset(abi int) (ruleset, error) {
	a := unix.LandlockRulesetAttr{Handled_access_fs: rightsABI3}
	size := unsafe.Sizeof(a.Handled_access_fs)
	if abi >= 4 {
		a.Handled_access_net = netRights
		size += unsafe.Sizeof(a.Handled_access_net)
	}
	if abi >= 5 {
		a.Handled_access_fs = rightsABI5
	}
	if abi >= 6 {
		a.Scoped = scopeRights
		size += unsafe.Sizeof(a.Scoped)
	}
	fd, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, uintptr(unsafe.Pointer(&a)), size, 0)
	if errno != 0 {
		return ruleset{}, fmt.Errorf("landlock ruleset: %w", errno)
	}
	return ruleset{int(fd), a.Handled_access_fs}, nil
}

// allow grants rights on an open file or folder and what is in it.
func (r ruleset) allow(fd int, rights uint64) error {
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		return err
	}
	if st.Mode&unix.S_IFMT != unix.S_IFDIR {
		rights &= rightsFile
	}
	a := unix.LandlockPathBeneathAttr{Allowed_access: rights & r.handled, Parent_fd: int32(fd)}
	_, _, errno := unix.Syscall6(unix.SYS_LANDLOCK_ADD_RULE, uintptr(r.fd), unix.LANDLOCK_RULE_PATH_BENEATH, uintptr(unsafe.Pointer(&a)), 0, 0, 0)
	if errno != 0 && errno != syscall.EBADFD { // a memfd, which Landlock lets pass
		return fmt.Errorf("landlock rule: %w", errno)
	}
	return nil
}

// visible is a file or folder open for nothing but rules about it.
type visible struct {
	fd     int
	rights uint64
}

// openVisible opens what every program may see.
func openVisible(readOnly []string) ([]visible, error) {
	var list []visible
	add := func(path string, rights uint64) error {
		fd, err := unix.Open(path, unix.O_PATH|unix.O_CLOEXEC, 0)
		if err != nil {
			return &os.PathError{Op: "open", Path: path, Err: err}
		}
		list = append(list, visible{fd, rights})
		return nil
	}
	for _, path := range readOnly {
		if err := add(path, rightsRead); err != nil {
			return list, err
		}
	}
	for _, path := range devices() {
		if err := add(path, rightsFile); err != nil {
			return list, err
		}
	}
	return list, nil
}

// devices are the devices a program has. No /dev/zero: a shared mapping of it is
// memory nobody counts.
func devices() []string { return []string{"/dev/null", "/dev/random", "/dev/urandom"} }

func closeVisible(list []visible) {
	for _, a := range list {
		unix.Close(a.fd)
	}
}
