package bench

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

// episodeLog appends episodes to a file, one a line. One goroutine writes; the
// lines that arrive while it syncs are written and synced together (group
// commit), so that many episodes share the price of one fdatasync.
type episodeLog struct {
	file  *os.File
	size  int64 // up to here the file holds whole lines
	queue chan entry
	ended chan struct{}
}

type entry struct {
	line []byte
	err  chan error
}

// openLog opens or makes the log and drops a last line torn by a crash.
func openLog(path string) (*episodeLog, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, err
	}
	size, err := wholeLines(f)
	if err == nil {
		err = f.Truncate(size)
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("open log %s: %w", path, err)
	}
	l := &episodeLog{file: f, size: size, queue: make(chan entry, 256), ended: make(chan struct{})}
	go l.write()
	return l, nil
}

// wholeLines is the offset just after the last newline.
func wholeLines(f *os.File) (int64, error) {
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return 0, err
	}
	buf := make([]byte, 64<<10)
	for end := size; end > 0; {
		start := max(0, end-int64(len(buf)))
		n, err := f.ReadAt(buf[:end-start], start)
		if err != nil && !errors.Is(err, io.EOF) {
			return 0, err
		}
		if i := bytes.LastIndexByte(buf[:n], '\n'); i >= 0 {
			return start + int64(i) + 1, nil
		}
		end = start
	}
	return 0, nil
}

// append returns once the episode is on the disk.
func (l *episodeLog) append(e Episode) error {
	line, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("log episode %s: %w", e.Key, err)
	}
	en := entry{append(line, '\n'), make(chan error, 1)}
	l.queue <- en
	return <-en.err
}

func (l *episodeLog) write() {
	defer close(l.ended)
	for first := range l.queue {
		group := []entry{first}
		for more := true; more; {
			select {
			case e, ok := <-l.queue:
				if more = ok; ok {
					group = append(group, e)
				}
			default:
				more = false
			}
		}
		err := l.commit(group)
		for _, e := range group {
			e.err <- err
		}
	}
}

// commit writes and syncs a group. If the disk is full the file is cut back to
// whole lines, so that nothing written before is harmed.
func (l *episodeLog) commit(group []entry) error {
	var buf bytes.Buffer
	for _, e := range group {
		buf.Write(e.line)
	}
	_, err := l.file.WriteAt(buf.Bytes(), l.size)
	if err == nil {
		err = dataSync(l.file)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", l.file.Name(), err), l.file.Truncate(l.size))
	}
	l.size += int64(buf.Len())
	return nil
}

// close waits for what was appended and closes the file.
func (l *episodeLog) close() error {
	close(l.queue)
	<-l.ended
	return l.file.Close()
}
