package sandbox

import (
	"io"
	"sync"
	"sync/atomic"
)

// pumps read the output streams of a run up to a common limit.
type pumps struct {
	left atomic.Int64
	over func()
	wg   sync.WaitGroup
}

// pump reads r to its end or to the limit. The bytes are complete after wg.Wait.
func (p *pumps) pump(r io.ReadCloser) *[]byte {
	var data []byte
	p.wg.Go(func() {
		defer r.Close()
		buf := make([]byte, 16<<10)
		for {
			n, err := r.Read(buf)
			left := p.left.Add(-int64(n))
			data = append(data, buf[:max(0, min(int64(n), left+int64(n)))]...)
			if left < 0 {
				p.over()
				return
			}
			if err != nil {
				return
			}
		}
	})
	return &data
}
