package judge

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"dialogo/bench/judge/driver"
)

// The bounds of what a verdict shows, in bytes.
const (
	maxGot     = 2000
	maxMessage = 1000
)

// formatter writes values in Go syntax, up to a bound.
type formatter struct {
	b         strings.Builder
	sentinels []sentinel
}

// sentinel is an error the task names.
type sentinel struct{ name, text string }

// formatResults writes results as Go would, separated by commas.
func formatResults(vs []value, sentinels []sentinel) string {
	f := &formatter{sentinels: sentinels}
	for i, v := range vs {
		if f.b.Len() > maxGot {
			break
		}
		if i > 0 {
			f.b.WriteString(", ")
		}
		f.value(v, false)
	}
	return shorten(f.b.String(), maxGot)
}

// shorten cuts s after max bytes and says so.
func shorten(s string, max int) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if len(s) <= max {
		return s
	}
	for max > 0 && !utf8.RuneStart(s[max]) {
		max--
	}
	return s[:max] + "…"
}

// local are the package names of the answer and of the given declarations: a
// reader of the task knows neither.
var local = regexp.MustCompile(`\b(?:main|` + givenPath + `)\.`)

func typeName(t string) string {
	return strings.ReplaceAll(local.ReplaceAllString(t, ""), "interface {}", "any")
}

// predeclared are the types whose literals need no conversion to be clear.
var predeclared = regexp.MustCompile(`^(bool|string|u?int(8|16|32|64)?|uintptr|float(32|64)|complex(64|128))$`)

// value writes v. Where nothing is written, as for an interface, what is left to do is
// bounded by how deep the decoder lets values be nested. If elided, the type of a composite is clear from around it.
func (f *formatter) value(v value, elided bool) {
	if f.b.Len() > maxGot {
		return
	}
	t := v.typ.shown
	switch v.tag {
	case driver.TagNil:
		f.null(t)
	case driver.TagBool:
		f.scalar(t, strconv.FormatBool(v.n == 1))
	case driver.TagInt:
		f.scalar(t, strconv.FormatInt(int64(v.n), 10))
	case driver.TagUint:
		f.scalar(t, strconv.FormatUint(v.n, 10))
	case driver.TagFloat:
		f.scalar(t, formatFloat(v.float(), strings.HasSuffix(t, "32")))
	case driver.TagComplex:
		f.scalar(t, "complex("+formatFloat(v.float(), false)+", "+formatFloat(v.more.im, false)+")")
	case driver.TagString:
		f.scalar(t, strconv.Quote(v.s))
	case driver.TagPointer:
		f.pointer(v.kids[0], elided)
	case driver.TagInterface:
		f.dynamic(v.kids[0])
	case driver.TagError:
		f.err(v)
	case driver.TagOpaque:
		f.b.WriteString("(" + t + ")(…)")
	case driver.TagCycle:
		f.b.WriteString("/* cycle */")
	case driver.TagBytes:
		f.bytes(v.s, t, elided)
	default:
		f.composite(v, t, elided)
	}
}

func (f *formatter) null(t string) {
	if strings.HasPrefix(t, "[]") || strings.HasPrefix(t, "map[") {
		f.b.WriteString(t + "(nil)")
		return
	}
	f.b.WriteString("nil")
}

// scalar writes a literal, with its type where it is a defined one.
func (f *formatter) scalar(t, literal string) {
	if predeclared.MatchString(t) {
		f.b.WriteString(literal)
		return
	}
	f.b.WriteString(t + "(" + literal + ")")
}

// dynamic writes what an interface holds: numbers show their type unless it is the
// literal's own.
func (f *formatter) dynamic(v value) {
	switch v.tag {
	case driver.TagInt, driver.TagUint, driver.TagFloat, driver.TagComplex:
		if v.typ.name == "int" {
			break
		}
		inner := &formatter{}
		inner.value(v, false)
		literal := inner.b.String()
		if !strings.HasPrefix(literal, v.typ.shown+"(") {
			literal = v.typ.shown + "(" + literal + ")"
		}
		f.b.WriteString(literal)
		return
	}
	f.value(v, false)
}

func formatFloat(x float64, single bool) string {
	switch {
	case math.IsNaN(x):
		return "math.NaN()"
	case math.IsInf(x, 1):
		return "math.Inf(1)"
	case math.IsInf(x, -1):
		return "math.Inf(-1)"
	case x == 0 && math.Signbit(x):
		return "math.Copysign(0, -1)"
	case single:
		return strconv.FormatFloat(x, 'g', -1, 32)
	}
	return strconv.FormatFloat(x, 'g', -1, 64)
}

func (f *formatter) pointer(v value, elided bool) {
	switch v.tag {
	case driver.TagStruct, driver.TagList, driver.TagMap, driver.TagBytes:
		if !elided {
			f.b.WriteString("&")
		}
		f.value(v, elided)
	default:
		f.b.WriteString("&(")
		f.value(v, false)
		f.b.WriteString(")")
	}
}

func (f *formatter) err(v value) {
	text := "errors.New(" + strconv.Quote(shorten(v.s, maxMessage)) + ")"
	switch {
	case v.flags&driver.ErrorMatchAll != 0:
		text = "/* an error that claims to be every error */ " + text
	case v.flags&driver.ErrorNoText != 0:
		text = "/* an error whose Error method panics */"
	case len(v.more.is) > 0 && v.more.is[0] < len(f.sentinels):
		if s := f.sentinels[v.more.is[0]]; s.text == v.s {
			text = s.name
		} else {
			text = fmt.Sprintf("%s /* %s */", s.name, strconv.Quote(shorten(v.s, maxMessage)))
		}
	}
	f.b.WriteString(text)
}

func (f *formatter) composite(v value, t string, elided bool) {
	if !elided {
		f.b.WriteString(t)
	}
	f.b.WriteString("{")
	step := 1
	if v.tag == driver.TagMap {
		step = 2
	}
	for i := 0; i < len(v.kids); i += step {
		if i > 0 {
			f.b.WriteString(", ")
		}
		switch v.tag {
		case driver.TagStruct:
			f.b.WriteString(v.more.names[i] + ": ")
			f.value(v.kids[i], false)
		case driver.TagMap:
			f.value(v.kids[i], true)
			f.b.WriteString(": ")
			f.value(v.kids[i+1], true)
		default:
			f.value(v.kids[i], true)
		}
		if f.b.Len() > maxGot {
			return
		}
	}
	f.b.WriteString("}")
}

// bytes writes a list of bytes, as text if it reads better so.
func (f *formatter) bytes(s, t string, elided bool) {
	if t == "[]uint8" && s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) {
		f.b.WriteString("[]byte(" + strconv.Quote(shorten(s, maxGot)) + ")")
		return
	}
	if !elided {
		f.b.WriteString(t)
	}
	f.b.WriteString("{")
	for i := 0; i < len(s) && f.b.Len() <= maxGot; i++ {
		if i > 0 {
			f.b.WriteString(", ")
		}
		f.b.WriteString(strconv.Itoa(int(s[i])))
	}
	f.b.WriteString("}")
}

// What varies from run to run in Go's own messages.
var (
	address   = regexp.MustCompile(`0x[0-9a-f]{4,}`)
	goroutine = regexp.MustCompile(`\bgoroutine \d+`)
)

// maxRead is how much of a text is looked at, in bytes. A driver sends no more; one
// that is not itself may.
const maxRead = 4 << 10

// told makes text from a program under test fit to be shown: the first line, without
// what varies from run to run, of bounded length.
func told(s string) string {
	s = address.ReplaceAllString(beginning(s), "0x…")
	s = goroutine.ReplaceAllString(s, "goroutine N")
	return shorten(strings.TrimRight(s, " \t\r"), maxMessage)
}

// stable is told for text in Go's own words, in which types are named as the judge's
// packages have them.
func stable(s string) string { return told(typeName(beginning(s))) }

// beginning is the first line, as far as it is looked at.
func beginning(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return shorten(s, maxRead)
}
