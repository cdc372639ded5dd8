package sandbox

import (
	"io"
	"strings"
	"testing"
)

func TestOfAStreamBothEndsAreKept(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"", ""},
		{"abc", "abc"},
		{"12345678", "12345678"},
		{"123456789", "1234\n789"},
		{"begin" + strings.Repeat("x", 1<<20) + "end", "begi\nend"},
	} {
		ps := pumps{max: 8}
		got := ps.pump(io.NopCloser(strings.NewReader(tt.in)))
		ps.wg.Wait()
		if string(*got) != tt.want {
			t.Errorf("kept %q, want %q", *got, tt.want)
		}
	}
}
