package driver

import (
	"encoding/binary"
	"errors"
	"math"
	"reflect"
	"slices"
	"strings"
)

// The tags of an encoded value. A value is the type, a tag, and what the tag says.
// The type is an index (uvarint) into the types seen so far in the message; the
// next free index is followed by the name of a new type. Strings are a length
// (uvarint) and bytes.
const (
	TagNil       = iota // nil slice, map, pointer, func, channel or interface
	TagBool             // a byte, 0 or 1
	TagInt              // varint
	TagUint             // uvarint
	TagFloat            // 8 bytes, IEEE 754 double
	TagComplex          // two of them
	TagString           // string
	TagList             // slice or array: count, values
	TagMap              // count, then key and value in turn, sorted by encoded key
	TagStruct           // count, then field name (string) and value in turn
	TagPointer          // value
	TagInterface        // value of the dynamic type
	TagError            // an error in an interface, see encoder.err
	TagOpaque           // a function, channel or unsafe pointer that is not nil
	TagCycle            // uvarint: how many pointers, slices or maps up it points
	TagBytes            // slice or array of uint8: string
)

// The flags of TagError.
const (
	ErrorNoText   = 1 << iota // Error() panicked
	ErrorMatchAll             // errors.Is holds for an error nobody can know
)

// MaxDepth bounds how deep an encoded value is nested.
const MaxDepth = 20_000

// MaxTypeName bounds the name of a type, in bytes; longer ones are cut.
const MaxTypeName = 16 << 10

// typeName is the name of a type as it is sent.
func typeName(t reflect.Type) string {
	s := t.String()
	return strings.ToValidUTF8(s[:min(len(s), MaxTypeName)], "")
}

// maxErrorText bounds the text of an error, in bytes.
const maxErrorText = 4 << 10

// wireFactor is how many times the limit of the data an encoding may take: types,
// tags and field names make small numbers some bytes longer.
const wireFactor = 4

// MaxWire is the largest payload, in bytes, of a driver whose results are limited
// to max bytes of data.
func MaxWire(max uint64) uint64 { return wireFactor*max + 64<<10 }

// encoder writes values of any type. It stops at max bytes of data: the length of
// strings, of byte slices and of the texts of errors, and what numbers take as
// varints or as floats; or at wireFactor times that as encoded.
type encoder struct {
	buf       []byte
	max       int
	data      int
	depth     int
	types     map[reflect.Type]int
	path      map[place]int // the containers the current value lies in
	sentinels []error
	local     string // see Program
}

// place identifies a container in memory.
type place struct {
	pointer uintptr
	length  int
	typ     reflect.Type
}

// tooLarge is thrown when the limit is reached.
type tooLarge struct{}

func newEncoder(max int, sentinels []error) *encoder {
	return &encoder{max: max, types: map[reflect.Type]int{}, path: map[place]int{}, sentinels: sentinels}
}

// results encodes the variables that pointers point to, so that each keeps its
// static type. It returns false if they are too large.
func (e *encoder) results(pointers []any) (ok bool) {
	defer func() {
		if v := recover(); v != nil {
			if _, is := v.(tooLarge); !is {
				panic(v)
			}
			ok = false
		}
	}()
	e.uvarint(uint64(len(pointers)))
	for _, p := range pointers {
		e.value(reflect.ValueOf(p).Elem())
	}
	return true
}

func (e *encoder) grow() {
	if len(e.buf) > wireFactor*e.max {
		panic(tooLarge{})
	}
}

// spend counts n bytes of data.
func (e *encoder) spend(n int) {
	if e.data += n; e.data > e.max {
		panic(tooLarge{})
	}
}

func (e *encoder) uvarint(n uint64) { e.buf = binary.AppendUvarint(e.buf, n); e.grow() }

func (e *encoder) string(s string) {
	e.uvarint(uint64(len(s)))
	if len(e.buf)+len(s) > wireFactor*e.max {
		panic(tooLarge{})
	}
	e.buf = append(e.buf, s...)
}

func (e *encoder) float(f float64) {
	e.spend(8)
	e.buf = binary.LittleEndian.AppendUint64(e.buf, math.Float64bits(f))
}

// head writes type and tag.
func (e *encoder) head(t reflect.Type, tag byte) {
	i, ok := e.types[t]
	if !ok {
		i = len(e.types)
		e.types[t] = i
	}
	e.uvarint(uint64(i))
	if !ok {
		name := typeName(t)
		if e.local != "" {
			name = strings.ReplaceAll(name, "main.", e.local+".")
		}
		e.string(name)
	}
	e.buf = append(e.buf, tag)
}

func (e *encoder) value(v reflect.Value) {
	if e.depth++; e.depth > MaxDepth {
		panic(tooLarge{})
	}
	defer func() { e.depth-- }()
	e.grow()
	t := v.Type()
	switch v.Kind() {
	case reflect.Bool:
		e.head(t, TagBool)
		e.spend(1)
		b := byte(0)
		if v.Bool() {
			b = 1
		}
		e.buf = append(e.buf, b)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		e.head(t, TagInt)
		e.spend(-len(e.buf))
		e.buf = binary.AppendVarint(e.buf, v.Int())
		e.spend(len(e.buf))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		e.head(t, TagUint)
		e.spend(-len(e.buf))
		e.uvarint(v.Uint())
		e.spend(len(e.buf))
	case reflect.Float32, reflect.Float64:
		e.head(t, TagFloat)
		e.float(v.Float())
	case reflect.Complex64, reflect.Complex128:
		e.head(t, TagComplex)
		e.float(real(v.Complex()))
		e.float(imag(v.Complex()))
	case reflect.String:
		e.head(t, TagString)
		e.spend(v.Len())
		e.string(v.String())
	case reflect.Array:
		e.list(t, v)
	case reflect.Struct:
		e.head(t, TagStruct)
		e.uvarint(uint64(v.NumField()))
		for i := range v.NumField() {
			e.string(t.Field(i).Name)
			e.value(v.Field(i))
		}
	case reflect.Interface:
		e.iface(t, v)
	default:
		e.reference(t, v)
	}
}

// reference encodes what may be nil, and may lead back to itself.
func (e *encoder) reference(t reflect.Type, v reflect.Value) {
	if v.Kind() == reflect.UnsafePointer || !v.IsNil() && (v.Kind() == reflect.Func || v.Kind() == reflect.Chan) {
		e.head(t, TagOpaque)
		return
	}
	if v.IsNil() {
		e.head(t, TagNil)
		return
	}
	at := place{pointer: v.Pointer(), typ: t}
	if v.Kind() == reflect.Slice {
		at.length = v.Len()
	}
	if up, ok := e.path[at]; ok && (v.Kind() != reflect.Slice || at.length > 0) {
		e.head(t, TagCycle)
		e.uvarint(uint64(len(e.path) - up))
		return
	}
	if _, ok := e.path[at]; !ok {
		e.path[at] = len(e.path)
		defer delete(e.path, at)
	}
	switch v.Kind() {
	case reflect.Slice:
		e.list(t, v)
	case reflect.Map:
		e.mapping(t, v)
	default:
		e.head(t, TagPointer)
		e.value(v.Elem())
	}
}

func (e *encoder) list(t reflect.Type, v reflect.Value) {
	if t.Elem() == reflect.TypeFor[byte]() {
		e.head(t, TagBytes)
		e.spend(v.Len())
		e.uvarint(uint64(v.Len()))
		for i := range v.Len() { // v.Bytes wants arrays to be addressable
			e.buf = append(e.buf, byte(v.Index(i).Uint()))
		}
		return
	}
	e.head(t, TagList)
	e.uvarint(uint64(v.Len()))
	for i := range v.Len() {
		e.value(v.Index(i))
	}
}

// mapping writes the entries sorted by their keys as encoded alone, so that equal
// maps have equal encodings.
func (e *encoder) mapping(t reflect.Type, v reflect.Value) {
	e.head(t, TagMap)
	e.uvarint(uint64(v.Len()))
	type entry struct {
		sort  string
		key   reflect.Value
		value reflect.Value
	}
	entries := make([]entry, 0, v.Len())
	for it := v.MapRange(); it.Next(); {
		k := newEncoder(e.max, e.sentinels) // with types of its own
		k.depth = e.depth
		k.value(it.Key())
		entries = append(entries, entry{string(k.buf), it.Key(), it.Value()})
	}
	slices.SortFunc(entries, func(a, b entry) int { return strings.Compare(a.sort, b.sort) })
	for _, x := range entries {
		e.value(x.key)
		e.value(x.value)
	}
}

func (e *encoder) iface(t reflect.Type, v reflect.Value) {
	if v.IsNil() {
		e.head(t, TagNil)
		return
	}
	if v.CanInterface() {
		if err, ok := v.Interface().(error); ok {
			e.err(v.Elem().Type(), err)
			return
		}
	}
	e.head(t, TagInterface)
	e.value(v.Elem())
}

// errUnknowable is an error no answer can know: what matches it matches everything.
var errUnknowable = errors.New("unknowable")

// err writes an error: dynamic type, tag, flags, text, and which sentinels it
// matches, as a count and their indices.
func (e *encoder) err(t reflect.Type, err error) {
	e.head(t, TagError)
	text, ok := safeText(err.Error)
	flags := byte(0)
	if !ok {
		flags |= ErrorNoText
	}
	if matches(err, errUnknowable) {
		flags |= ErrorMatchAll
	}
	e.buf = append(e.buf, flags)
	e.spend(min(len(text), maxErrorText))
	e.string(text[:min(len(text), maxErrorText)])
	var found []int
	for i, s := range e.sentinels {
		if matches(err, s) {
			found = append(found, i)
		}
	}
	e.uvarint(uint64(len(found)))
	for _, i := range found {
		e.uvarint(uint64(i))
	}
}

// matches is errors.Is for errors whose methods may panic.
func matches(err, target error) (is bool) {
	defer func() {
		if recover() != nil {
			is = false
		}
	}()
	return errors.Is(err, target)
}
