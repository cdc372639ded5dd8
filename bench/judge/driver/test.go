package driver

import (
	"encoding/binary"
	"sync"
)

// Tester collects the checks of test code. It is safe for many goroutines.
type Tester struct {
	mu     sync.Mutex
	s      *session
	id     uint64
	failed bool
}

// A check's values are both absent or both present.
const (
	checkPassed = 1 << iota
	checkValues
)

// Check reports a completed check. For a comparison, values are the expected and
// the actual one.
func (t *Tester) Check(ok bool, message string, values ...any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	flags := byte(0)
	if ok {
		flags |= checkPassed
	} else {
		t.failed = true
	}
	var encoded []byte
	if !ok && len(values) == 2 {
		e := newEncoder(t.s.maxReply/2, nil)
		if e.results([]any{&values[0], &values[1]}) {
			flags |= checkValues
			encoded = e.buf
		}
	}
	message = message[:min(len(message), maxPanicText)]
	payload := binary.AppendUvarint([]byte{flags}, uint64(len(message)))
	payload = append(append(payload, message...), encoded...)
	t.s.reply(t.id, reply{ReplyCheck, payload})
}

// Fail marks the test as failed without a check, as t.Error does.
func (t *Tester) Fail() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.failed = true
}

// Failed reports whether anything failed so far.
func (t *Tester) Failed() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.failed
}

// test runs the test code.
func (s *session) test(id uint64) reply {
	t := &Tester{s: s, id: id}
	s.program.Test(t)
	failed := byte(0)
	if t.Failed() {
		failed = 1
	}
	return reply{ReplyTested, []byte{failed}}
}
