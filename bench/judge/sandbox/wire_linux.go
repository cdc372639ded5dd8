package sandbox

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"dialogo/bench"
)

// What packets between us and a spawner begin with. To the spawner: its setup as
// JSON at first, then requests and kills. From it: opReady once, opBegin from each
// step just before it becomes the program, opDone at the end of each job.
const (
	opRequest = 'r' // a request follows
	opLarge   = 'R' // the last descriptor is a file with the request
	opKill    = 'k' // the id of a job follows
	opReady   = 's' // what went wrong follows, if anything did
	opBegin   = 'b' // the id of a job follows; the sender is the step
	opDone    = 'd' // a report follows
)

// maxPacket bounds a packet. What is larger goes into a file in memory.
const maxPacket = 32 << 10

// spawnerSetup is what a spawner is told at its start.
type spawnerSetup struct {
	setup
	ReadOnly []string
}

// request is a job for a spawner. Its descriptors are standard output and error,
// then the pipes, the outputs and the program.
type request struct {
	ID       uint64
	Uid      int // to switch to, 0 to keep
	Steps    [][]string
	Env      []string
	Files    []fileSize
	ReadOnly []string
	// Folder is the working folder without namespaces. Who of the harness and the
	// spawner lives longer removes it; both try.
	Folder  string
	Outputs []outputSize
	Pipes   int
	Program bool
	Limits  Limits
	// Probe has the step try to get out instead of becoming a program, without the
	// layers in Off.
	Probe bool
	Off   []bench.Layer

	data []byte // the files
}

type fileSize struct {
	Name string
	Size int
}

type outputSize struct {
	Name string
	Max  int64
}

// report is what a spawner says of a job.
type report struct {
	ID     uint64
	Fault  string // the box failed
	Layer  bench.Layer
	Step   int
	Exit   int
	Signal int
	CPU    []time.Duration // of each step
	// Memory is the largest peak of resident bytes. If it is not above Floor it may
	// be that of the spawner itself.
	Memory, Floor int64
	Probe         []outcome
}

// encode makes a request's packet; large says that it belongs into a file.
func (r *request) encode(files []File) (packet []byte, large bool) {
	head, _ := json.Marshal(r) // plain data
	n := 5 + len(head)
	for _, f := range files {
		n += len(f.Data)
	}
	packet = make([]byte, 1, n)
	packet[0] = opRequest
	packet = binary.LittleEndian.AppendUint32(packet, uint32(len(head)))
	packet = append(packet, head...)
	for _, f := range files {
		packet = append(packet, f.Data...)
	}
	return packet, n > maxPacket
}

// decode reads what encode wrote, without its first byte.
func decodeRequest(b []byte) (*request, error) {
	if len(b) < 4 || uint64(len(b)-4) < uint64(binary.LittleEndian.Uint32(b)) {
		return nil, io.ErrUnexpectedEOF
	}
	n := binary.LittleEndian.Uint32(b)
	r := &request{}
	if err := json.Unmarshal(b[4:4+n], r); err != nil {
		return nil, err
	}
	r.data = b[4+n:]
	return r, nil
}

// inMemory returns a file in memory with data.
func inMemory(data []byte) (*os.File, error) {
	fd, err := unix.MemfdCreate("request", unix.MFD_CLOEXEC)
	if err != nil {
		return nil, fmt.Errorf("memfd_create: %w", err)
	}
	f := os.NewFile(uintptr(fd), "request")
	if _, err := f.Write(data); err != nil {
		f.Close()
		return nil, fmt.Errorf("request: %w", err)
	}
	return f, nil
}

// readAll reads a file in memory from its beginning.
func readAll(fd int) ([]byte, error) {
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		return nil, err
	}
	b := make([]byte, st.Size)
	for done := 0; done < len(b); {
		n, err := unix.Pread(fd, b[done:], int64(done))
		if err == nil && n == 0 {
			err = io.ErrUnexpectedEOF
		}
		if err != nil && err != unix.EINTR {
			return nil, err
		}
		done += max(n, 0)
	}
	return b, nil
}

func withID(op byte, id uint64) []byte {
	return binary.LittleEndian.AppendUint64([]byte{op}, id)
}
