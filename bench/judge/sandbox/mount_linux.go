package sandbox

import (
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// workFolder is the working folder of a program in namespaces.
const workFolder = "/box"

// tree is a detached copy of a file or folder of the host.
type tree struct {
	fd   int
	path string
	dir  bool
}

// buildRoot replaces the root by a tmpfs that holds only what is named, at its own
// path, and an empty place for the working folder.
func buildRoot(readOnly []string) error {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("make mounts private: %w", err)
	}
	trees, err := cloneTrees(readOnly)
	if err != nil {
		return err
	}
	// Any folder that exists will do: it is covered in our mount namespace only.
	const root = "/tmp"
	if err := unix.Mount("box", root, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV, "size=1m,nr_inodes=4k,mode=755"); err != nil {
		return fmt.Errorf("mount root: %w", err)
	}
	for _, t := range trees {
		if err := t.attach(root); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(root+workFolder, 0o755); err != nil {
		return err
	}
	return enter(root)
}

// mountWork mounts a fresh working folder for uid.
func mountWork(size int64, uid int) error {
	options := fmt.Sprintf("size=%d,nr_inodes=4k,mode=700,uid=%d,gid=%d", size, uid, uid)
	if err := unix.Mount("work", workFolder, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, options); err != nil {
		return fmt.Errorf("mount working folder: %w", err)
	}
	return nil
}
func cloneTrees(paths []string) ([]tree, error) {
	const readOnly = unix.MOUNT_ATTR_NOSUID | unix.MOUNT_ATTR_NODEV | unix.MOUNT_ATTR_RDONLY
	var trees []tree
	for _, path := range paths {
		t, err := cloneTree(path, readOnly)
		if err != nil {
			return nil, err
		}
		trees = append(trees, t)
	}
	for _, path := range devices() {
		// Read-only: they can be written to all the same, but their times stay.
		t, err := cloneTree(path, unix.MOUNT_ATTR_NOSUID|unix.MOUNT_ATTR_NOEXEC|unix.MOUNT_ATTR_RDONLY)
		if err != nil {
			return nil, err
		}
		trees = append(trees, t)
	}
	return trees, nil
}

func cloneTree(path string, attrs uint64) (tree, error) {
	fd, err := unix.OpenTree(unix.AT_FDCWD, path, unix.OPEN_TREE_CLONE|unix.OPEN_TREE_CLOEXEC|unix.AT_RECURSIVE)
	if err != nil {
		return tree{}, fmt.Errorf("open_tree %s: %w", path, err)
	}
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		return tree{}, fmt.Errorf("stat %s: %w", path, err)
	}
	a := unix.MountAttr{Attr_set: attrs, Propagation: unix.MS_PRIVATE}
	if err := unix.MountSetattr(fd, "", unix.AT_EMPTY_PATH|unix.AT_RECURSIVE, &a); err != nil {
		return tree{}, fmt.Errorf("mount_setattr %s: %w", path, err)
	}
	return tree{fd, path, st.Mode&unix.S_IFMT == unix.S_IFDIR}, nil
}

// attach mounts the tree below root at its path.
func (t tree) attach(root string) error {
	defer unix.Close(t.fd)
	path := filepath.Join(root, t.path)
	dir := path
	if !t.dir {
		dir = filepath.Dir(path)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if !t.dir {
		if err := os.WriteFile(path, nil, 0o644); err != nil {
			return err
		}
	}
	if err := unix.MoveMount(t.fd, "", unix.AT_FDCWD, path, unix.MOVE_MOUNT_F_EMPTY_PATH); err != nil {
		return fmt.Errorf("move_mount %s: %w", t.path, err)
	}
	return nil
}

// enter makes dir the root, drops the old one, and forbids changes to the new.
func enter(dir string) error {
	if err := unix.Chdir(dir); err != nil {
		return err
	}
	if err := unix.PivotRoot(".", "."); err != nil {
		return fmt.Errorf("pivot_root: %w", err)
	}
	if err := unix.Unmount(".", unix.MNT_DETACH); err != nil {
		return fmt.Errorf("drop old root: %w", err)
	}
	if err := unix.Chdir("/"); err != nil {
		return err
	}
	a := unix.MountAttr{Attr_set: unix.MOUNT_ATTR_RDONLY}
	if err := unix.MountSetattr(unix.AT_FDCWD, "/", 0, &a); err != nil {
		return fmt.Errorf("make root read-only: %w", err)
	}
	return nil
}
