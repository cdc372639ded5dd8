package driver

import (
	"encoding/binary"
	"errors"
	"math"
	"reflect"
	"strconv"
)

// Results are encoded results on their way to a checker.
type Results struct {
	d     decoder
	count int
	err   error
}

// Get decodes the next result into what p points to. The first failure sticks and
// is found by Done.
func (r *Results) Get(p any) {
	if r.err != nil {
		return
	}
	r.err = r.d.catch(func() { r.d.value(reflect.ValueOf(p).Elem()) })
}

// Done reports whether all results could be decoded.
func (r *Results) Done() bool { return r.err == nil }

// check gives encoded results to the checker of case n.
func (s *session) check(n int, data []byte) reply {
	r := &Results{d: decoder{data: data, sentinels: s.program.Sentinels}}
	r.err = r.d.catch(func() { r.count = int(r.d.uvarint()) })
	complaint := s.program.Checks[n](r)
	if r.err != nil {
		return reply{ReplyNoValue, []byte(r.err.Error())}
	}
	if complaint == nil {
		return reply{kind: ReplyChecked}
	}
	text := complaint.Error()
	if text == "" {
		text = "refused without a reason"
	}
	return reply{ReplyChecked, []byte(text[:min(len(text), maxPanicText)])}
}

// decoder reads what encoder wrote, into values of a known type.
type decoder struct {
	data      []byte
	types     []string
	sentinels []error
}

// undecodable is thrown where a value has no counterpart in this program.
type undecodable string

func (d *decoder) catch(f func()) (err error) {
	defer func() {
		if v := recover(); v != nil {
			u, ok := v.(undecodable)
			if !ok {
				u = "malformed"
			}
			err = errors.New(string(u))
		}
	}()
	f()
	return nil
}

func (d *decoder) uvarint() uint64 {
	n, k := binary.Uvarint(d.data)
	d.data = d.data[max(k, 1):]
	return n
}

func (d *decoder) bytes(n uint64) []byte {
	if n > uint64(len(d.data)) {
		panic(undecodable("malformed"))
	}
	b := d.data[:n]
	d.data = d.data[n:]
	return b
}

func (d *decoder) string() string { return string(d.bytes(d.uvarint())) }

func (d *decoder) float() float64 {
	return math.Float64frombits(binary.LittleEndian.Uint64(d.bytes(8)))
}

func (d *decoder) head() (name string, tag byte) {
	i := d.uvarint()
	if i == uint64(len(d.types)) {
		d.types = append(d.types, d.string())
	}
	return d.types[i], d.bytes(1)[0]
}

func (d *decoder) value(v reflect.Value) {
	name, tag := d.head()
	if tag != TagError && typeName(v.Type()) != name {
		panic(undecodable("a value of type " + name + " where " + typeName(v.Type()) + " is wanted"))
	}
	d.body(v, name, tag)
}

func (d *decoder) body(v reflect.Value, name string, tag byte) {
	if !v.CanSet() {
		panic(undecodable("a field of type " + name + " that is not exported"))
	}
	switch tag {
	case TagNil:
		v.SetZero()
	case TagBool:
		v.SetBool(d.bytes(1)[0] == 1)
	case TagInt:
		n, k := binary.Varint(d.data)
		d.data = d.data[max(k, 1):]
		v.SetInt(n)
	case TagUint:
		v.SetUint(d.uvarint())
	case TagFloat:
		v.SetFloat(d.float())
	case TagComplex:
		re := d.float()
		v.SetComplex(complex(re, d.float()))
	case TagString:
		v.SetString(d.string())
	case TagPointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.value(v.Elem())
	case TagInterface:
		d.dynamic(v)
	case TagError:
		v.Set(reflect.ValueOf(d.err()))
	default:
		d.container(v, name, tag)
	}
}

func (d *decoder) container(v reflect.Value, name string, tag byte) {
	switch tag {
	case TagList:
		n := int(d.uvarint())
		if v.Kind() == reflect.Slice {
			if n > len(d.data) && v.Type().Elem().Size() > 0 {
				panic(undecodable("malformed"))
			}
			v.Set(reflect.MakeSlice(v.Type(), n, n))
		}
		for i := range n {
			d.value(v.Index(i))
		}
	case TagBytes:
		b := d.bytes(d.uvarint())
		if v.Kind() == reflect.Slice {
			v.Set(reflect.MakeSlice(v.Type(), len(b), len(b)))
		}
		if reflect.Copy(v, reflect.ValueOf(b)) != len(b) {
			panic(undecodable("malformed"))
		}
	case TagMap:
		v.Set(reflect.MakeMap(v.Type()))
		for range d.uvarint() {
			key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			d.value(key)
			d.value(value)
			v.SetMapIndex(key, value)
		}
	case TagStruct:
		for i := range int(d.uvarint()) {
			d.string()
			d.value(v.Field(i))
		}
	default:
		panic(undecodable("a value of type " + name))
	}
}

// dynamicTypes are the types a value in an interface may have. Others are unknown
// to a program built without the answer.
var dynamicTypes = []reflect.Type{
	reflect.TypeFor[bool](), reflect.TypeFor[int](), reflect.TypeFor[int8](), reflect.TypeFor[int16](),
	reflect.TypeFor[int32](), reflect.TypeFor[int64](), reflect.TypeFor[uint](), reflect.TypeFor[uint8](),
	reflect.TypeFor[uint16](), reflect.TypeFor[uint32](), reflect.TypeFor[uint64](), reflect.TypeFor[float32](),
	reflect.TypeFor[float64](), reflect.TypeFor[string](), reflect.TypeFor[[]any](), reflect.TypeFor[[]int](),
	reflect.TypeFor[[]string](), reflect.TypeFor[[]float64](), reflect.TypeFor[map[string]any](),
}

func (d *decoder) dynamic(v reflect.Value) {
	name, tag := d.head()
	for _, t := range dynamicTypes {
		if t.String() == name && t.AssignableTo(v.Type()) {
			x := reflect.New(t).Elem()
			d.body(x, name, tag)
			v.Set(x)
			return
		}
	}
	panic(undecodable("a value of type " + name + " in an interface"))
}

// observed stands for an error of the answer.
type observed struct {
	text string
	is   []error
}

func (o *observed) Error() string   { return o.text }
func (o *observed) Unwrap() []error { return o.is }

func (d *decoder) err() error {
	flags := d.bytes(1)[0]
	o := &observed{text: d.string()}
	for range d.uvarint() {
		i := d.uvarint()
		if i >= uint64(len(d.sentinels)) {
			panic(undecodable("sentinel " + strconv.FormatUint(i, 10)))
		}
		o.is = append(o.is, d.sentinels[i])
	}
	if flags&ErrorMatchAll != 0 {
		o.is = nil // it matched everything, hence nothing
	}
	return o
}
