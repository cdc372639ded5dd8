// Tries: to connect to services of the host by local sockets, named and abstract.
// Want: wrong_answer
// Says: "held"

package main

import "net"

func Secret(n int) string {
	for _, a := range []string{"/var/run/docker.sock", "/run/systemd/private", "/run/dbus/system_bus_socket", "@dialogo", "/tmp/.X11-unix/X0"} {
		if c, err := net.Dial("unix", a); err == nil {
			c.Close()
			return "connected to " + a
		}
	}
	if l, err := net.Listen("unix", "@MARK@.sock"); err == nil {
		l.Close()
		return "listening"
	}
	if l, err := net.Listen("unix", "@@MARK@"); err == nil {
		l.Close()
		return "listening"
	}
	return "held"
}
