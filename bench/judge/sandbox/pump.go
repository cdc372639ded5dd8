package sandbox

import (
	"io"
	"sync"
	"sync/atomic"
)

// pumps read the output streams of a run, and keep of each at most max bytes: its
// beginning, and its end, where the Go runtime says what a program died of.
//
// They always read on. Ending a program that prints too much would make what
// becomes of it depend on when we read, while the program goes on with its work.
type pumps struct {
	max     int
	wg      sync.WaitGroup
	printed atomic.Int64 // bytes read
}

// pump reads r to its end. What is kept is complete after wg.Wait.
func (p *pumps) pump(r io.ReadCloser) *[]byte {
	var kept []byte
	p.wg.Go(func() {
		defer r.Close()
		k := keeper{half: p.max / 2}
		n, _ := io.Copy(&k, r) // its end is the end of the stream, however it comes
		p.printed.Add(n)
		kept = k.bytes()
	})
	return &kept
}

// keeper is a writer that keeps the first and the last half bytes.
type keeper struct {
	half       int
	head, tail []byte
	cut        bool // something is missing between them
}

func (k *keeper) Write(b []byte) (int, error) {
	n := min(len(b), k.half-len(k.head))
	k.head = append(k.head, b[:n]...)
	k.tail = append(k.tail, b[n:]...)
	if len(k.tail) > 2*k.half+64<<10 { // seldom, so that it costs little
		k.shorten()
	}
	return len(b), nil
}

// bytes is what is kept, with a line break where something is missing.
func (k *keeper) bytes() []byte {
	k.shorten()
	if k.cut && len(k.tail) > 0 {
		k.tail[0] = '\n'
	}
	return append(k.head, k.tail...)
}

func (k *keeper) shorten() {
	if over := len(k.tail) - k.half; over > 0 {
		k.tail, k.cut = append(k.tail[:0], k.tail[over:]...), true
	}
}
