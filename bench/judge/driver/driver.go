// Package driver is the part of the judge that runs in the process of the program
// that is judged. The judge embeds this source and compiles it once; it is also an
// ordinary package so that it can be tested.
//
// The driver is not trusted: it shares a process with the answer. It gets case
// numbers, calls the cases, and sends back what it observed. It never learns what
// was expected, so there is nothing in its process worth stealing.
//
// # The protocol
//
// Descriptor 3 carries requests, descriptor 4 replies, one at a time. All numbers
// are little endian. The first 24 bytes on 3 are the settings: the largest stack
// of a goroutine, the most data in a reply, and which of the programs that were
// linked together to drive, each 8 bytes. A request is an 8-byte
// random id, a 4-byte operation and a 4-byte case number; [OpCheck] is followed by
// a 4-byte length and that many bytes of encoded values. A reply is a 4-byte
// length of what follows, the id, a kind byte, and the payload, see the Reply
// constants.
//
// It imports neither fmt nor os, which would add a third to the time it takes to
// link an answer; see also stack.go.
package driver

import (
	"encoding/binary"
	"runtime"
	"syscall"
)

// The operations of a request.
const (
	OpCase  = 0 // call a case
	OpTest  = 1 // run the test code: many ReplyCheck, then one ReplyTested
	OpCheck = 2 // have the task's checker look at encoded results
	OpFree  = 3 // free the memory that is not in use; there is no reply
)

// The kinds of a reply.
const (
	ReplyReturned = 'r' // payload: encoded results
	ReplyPanicked = 'p' // payload: the panic value, see encodePanic
	ReplyGoexit   = 'g' // the goroutine of the call ended without returning
	ReplyTooLarge = 'l' // the results exceed the largest reply
	ReplyCheck    = 'c' // payload: a completed check of test code
	ReplyTested   = 't' // payload: 1 if the test failed, else 0
	ReplyChecked  = 'k' // payload: the checker's complaint; empty if there is none
	ReplyNoValue  = 'u' // payload: why results cannot be given to the checker
)

// Program is what to drive.
type Program struct {
	// Calls has a function a case, which calls it and returns pointers to its results.
	Calls []func() []any
	// Sentinels are the errors to look for in results.
	Sentinels []error
	// Local, if set, is the package name under which types of package main are
	// reported: where given declarations are compiled into the answer's package,
	// their types must have the name they have elsewhere.
	Local string
	// Test runs the test code, if there is any.
	Test func(*Tester)
	// Checks has a function a case, which decodes results and calls the checker.
	Checks []func(*Results) error
}

// Opaque is a func() Program, for [Main]. What is compiled with an answer knows no
// more: a package that mentions Program, and with it all that the driver is made of,
// takes the compiler three times as long. It is an alias, since an answer may give
// the name any another meaning.
type Opaque = any

// Bind makes a program of functions that give its calls and its sentinels, see
// [Program] for them and for local.
//
//go:noinline
func Bind(local string, sentinels func() []error, calls func() []func() []any) Opaque {
	return func() Program { return Program{Local: local, Sentinels: sentinels(), Calls: calls()} }
}

// BindTest adds test code to what Bind made.
//
//go:noinline
func BindTest(p Opaque, test func() func(*Tester)) Opaque {
	return func() Program {
		tested := p.(func() Program)()
		tested.Test = test()
		return tested
	}
}

// BindChecks adds a checker's functions to what Bind made.
//
//go:noinline
func BindChecks(p Opaque, checks []func(*Results) error) Opaque {
	return func() Program {
		checked := p.(func() Program)()
		checked.Checks = checks
		return checked
	}
}

const (
	requestFD = 3
	replyFD   = 4
)

// session is the driver's side of the protocol.
type session struct {
	program  Program
	maxReply int
}

// Main serves requests to the one of the programs that the settings name, until
// there are no more, and ends the process. It does so in a goroutine of its own: the
// one that initialises packages is bound to its thread, so that handing work to
// others takes it long.
//
// What is linked with others has no goroutines but the driver's. What is alone may, and
// with one processor they would not meet as they do elsewhere.
//
//go:noinline
func Main(programs ...Opaque) {
	if len(programs) == 1 {
		runtime.GOMAXPROCS(2)
	}
	go serve(programs)
	select {}
}

func serve(programs []Opaque) {
	var settings [24]byte
	if !readFull(settings[:]) {
		syscall.Exit(2)
	}
	setMaxStack(int(binary.LittleEndian.Uint64(settings[:])))
	which := binary.LittleEndian.Uint64(settings[16:])
	s := &session{program: programs[which].(func() Program)(), maxReply: int(binary.LittleEndian.Uint64(settings[8:]))}
	var request [16]byte
	for readFull(request[:]) {
		s.serve(binary.LittleEndian.Uint64(request[:]), binary.LittleEndian.Uint32(request[8:]),
			int(binary.LittleEndian.Uint32(request[12:])))
	}
	syscall.Exit(0)
}

func (s *session) serve(id uint64, op uint32, n int) {
	switch op {
	case OpCase:
		s.reply(id, s.protect(func() reply { return s.observe(s.program.Calls[n]()) }))
	case OpFree:
		runtime.GC()
	case OpTest:
		s.reply(id, s.protect(func() reply { return s.test(id) }))
	case OpCheck:
		var length [4]byte
		if !readFull(length[:]) {
			syscall.Exit(2)
		}
		data := make([]byte, binary.LittleEndian.Uint32(length[:]))
		if !readFull(data) {
			syscall.Exit(2)
		}
		s.reply(id, s.protect(func() reply { return s.check(n, data) }))
	}
}

// reply is a kind and its payload.
type reply struct {
	kind    byte
	payload []byte
}

// protect runs f in a goroutine of its own, so that a panic or Goexit ends f only.
// Waiting on a channel, and not in a system call, lets the runtime notice a
// deadlock.
func (s *session) protect(f func() reply) reply {
	done := make(chan reply)
	go func() {
		r, returned := reply{kind: ReplyGoexit}, false
		defer func() {
			if !returned {
				if v := recover(); v != nil {
					r = s.encodePanic(v)
				}
			}
			done <- r
		}()
		r = f()
		returned = true
	}()
	return <-done
}

// observe encodes the results that pointers point to.
func (s *session) observe(pointers []any) reply {
	e := newEncoder(s.maxReply, s.program.Sentinels)
	e.local = s.program.Local
	if !e.results(pointers) {
		return reply{kind: ReplyTooLarge}
	}
	return reply{ReplyReturned, e.buf}
}

// The ways a panic value is sent.
const (
	PanicText    = 0 // as text: errors, Stringers, strings
	PanicValue   = 1 // encoded
	PanicRuntime = 2 // as text, of the Go runtime: the package names in it are the judge's
)

// maxPanicText bounds the text of a panic, in bytes.
const maxPanicText = 4 << 10

func (s *session) encodePanic(v any) reply {
	kind, text, ok := byte(PanicText), "", true
	switch v := v.(type) {
	case runtime.Error:
		kind = PanicRuntime
		text, ok = safeText(v.Error)
	case error:
		text, ok = safeText(v.Error)
	case interface{ String() string }:
		text, ok = safeText(v.String)
	case string:
		text = v
	default:
		e := newEncoder(s.maxReply, nil)
		if e.results([]any{&v}) {
			return reply{ReplyPanicked, append([]byte{PanicValue}, e.buf...)}
		}
		ok = false
	}
	if !ok {
		text = "(a value that cannot be shown)"
	}
	return reply{ReplyPanicked, append([]byte{kind}, text[:min(len(text), maxPanicText)]...)}
}

// safeText calls a method of a foreign value.
func safeText(f func() string) (text string, ok bool) {
	defer func() {
		if !ok {
			recover()
		}
	}()
	text = f()
	return text, true
}

func (s *session) reply(id uint64, r reply) {
	frame := make([]byte, 13, 13+len(r.payload))
	binary.LittleEndian.PutUint32(frame, uint32(9+len(r.payload)))
	binary.LittleEndian.PutUint64(frame[4:], id)
	frame[12] = r.kind
	frame = append(frame, r.payload...)
	for len(frame) > 0 {
		n, err := syscall.Write(replyFD, frame)
		if err == syscall.EINTR {
			continue
		}
		if err != nil || n <= 0 {
			syscall.Exit(2)
		}
		frame = frame[n:]
	}
}

// readFull fills b from the requests; false at their end.
func readFull(b []byte) bool {
	for len(b) > 0 {
		n, err := syscall.Read(requestFD, b)
		if err == syscall.EINTR {
			continue
		}
		if err != nil || n <= 0 {
			return false
		}
		b = b[n:]
	}
	return true
}

// Encode writes the variables that pointers point to as a driver does, for tests of
// the other side; ok is false if that takes more than max bytes.
func Encode(max int, sentinels []error, pointers []any) (data []byte, ok bool) {
	e := newEncoder(max, sentinels)
	ok = e.results(pointers)
	return e.buf, ok
}
