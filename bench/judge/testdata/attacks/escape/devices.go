// Tries: to open memory, disks, terminals and other devices.
// Want: wrong_answer
// Says: "held"

package main

import (
	"os"
	"strings"
)

func Secret(n int) string {
	found := ""
	for _, d := range strings.Fields("mem kmem port kmsg sda vda nvme0n1 loop0 loop-control tty tty0 ptmx console fuse kvm net/tun vhost-vsock vsock mapper/control userfaultfd shm mqueue fd/0 stdin hugepages zero full") {
		if f, err := os.OpenFile("/dev/"+d, os.O_RDWR, 0); err == nil {
			f.Close()
			found += d + " "
		}
		if f, err := os.Open("/dev/" + d); err == nil {
			f.Close()
			found += d + " "
		}
	}
	if found == "" {
		return "held"
	}
	return found
}
