// Tries: to write well-formed replies to the judge's descriptor, with ids it guesses.
// Want: runtime_error

package main

import (
	"encoding/binary"
	"syscall"
)

func Secret(n int) string {
	for id := range uint64(1000) {
		frame := binary.LittleEndian.AppendUint32(nil, 11)
		frame = binary.LittleEndian.AppendUint64(frame, id)
		syscall.Write(4, append(frame, 'r', 0, 0))
	}
	return ""
}
