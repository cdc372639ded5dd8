package datasets

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// maxLine bounds one record, and one file of a task folder, in bytes.
const maxLine = 16 << 20

// maxRecords bounds the records of a file, so that a few kilobytes of gzip cannot
// keep the loader busy for ever.
const maxRecords = 1_000_000

// eachLine calls line for each line of a file that is not blank, and bad for each
// that cannot be a record: too long, not text. Compressed input is recognised by
// its first bytes. The error is about the input as a whole; the lines before it
// were fine.
func eachLine(r io.Reader, line func(n int, text []byte), bad func(n int, err error)) error {
	br, err := plain(r)
	if err != nil {
		return err
	}
	for n := 1; ; n++ {
		text, long, err := readLine(br, maxLine)
		text = bytes.TrimSpace(text)
		if n == 1 {
			text = bytes.TrimPrefix(text, []byte("\ufeff"))
		}
		switch {
		case err != nil && err != io.EOF:
			return fmt.Errorf("line %d: %w", n, explain(err))
		case long:
			bad(n, fmt.Errorf("is longer than %d MiB: no record is", maxLine>>20))
		case len(text) == 0:
		case n > maxRecords:
			return fmt.Errorf("more than %d lines", maxRecords)
		case bytes.IndexByte(text, 0) >= 0:
			bad(n, errors.New("holds a NUL byte: the file is no JSON Lines, or damaged"))
		case !utf8.Valid(text):
			bad(n, errors.New("is not valid UTF-8: convert the file"))
		default:
			line(n, text)
		}
		if err == io.EOF {
			return nil
		}
	}
}

// plain undoes gzip if there is any.
func plain(r io.Reader) (*bufio.Reader, error) {
	br := bufio.NewReaderSize(r, 1<<16)
	magic, _ := br.Peek(2) // a shorter file has no magic
	if !bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		return br, nil
	}
	zr, err := gzip.NewReader(br)
	if err != nil {
		return nil, explain(err)
	}
	return bufio.NewReaderSize(zr, 1<<16), nil
}

// explain says what a damaged file looks like to its reader.
func explain(err error) error {
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("the compressed file is cut short: download it again")
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, gzip.ErrHeader):
		return fmt.Errorf("the compressed file is damaged (%w): download it again", err)
	}
	return err
}

// readLine reads up to a newline. A line of more bytes than most is read to its end
// and thrown away.
func readLine(br *bufio.Reader, most int) (line []byte, long bool, err error) {
	for {
		part, err := br.ReadSlice('\n')
		if long = long || len(line)+len(part) > most; long {
			line = nil
		} else {
			line = append(line, part...)
		}
		if err != bufio.ErrBufferFull {
			return line, long, err
		}
	}
}
