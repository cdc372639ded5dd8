package judge

import (
	"encoding/binary"
	"errors"
	"math"
	"unicode/utf8"

	"dialogo/bench/judge/driver"
)

// value is a Go value as a program under test, or the oracle, encoded it. It is a
// description: nothing in it is trusted or executed.
//
// It is small, since a reply may consist of values of two bytes each.
type value struct {
	typ   *goType
	kids  []value // elements; keys and values in turn; fields; what is pointed to
	s     string  // also bytes, and an error's text
	n     uint64  // the bits of a number; also a bool, and the distance of a cycle
	more  *rarely
	tag   byte // one of the driver's tags
	flags byte // of an error
}

func (v value) float() float64 { return math.Float64frombits(v.n) }

// goType is the name of a type, e.g. "main.Point", and the one it is shown by.
type goType struct{ name, shown string }

// rarely is what complex numbers, structs and errors have besides.
type rarely struct {
	im    float64
	names []string // of fields
	is    []int    // sentinels an error matches
}

var errMalformed = errors.New("malformed reply")

// decodeValues reads a reply strictly: every byte must make sense, and nothing may
// be left over.
func decodeValues(data []byte) (vs []value, err error) {
	d := &valueDecoder{data: data}
	defer func() {
		if v := recover(); v != nil {
			if v != errMalformed {
				panic(v)
			}
			vs, err = nil, errMalformed
		}
	}()
	for range d.count(3) {
		vs = append(vs, d.value(0))
	}
	if len(d.data) != 0 {
		return nil, errMalformed
	}
	return vs, nil
}

type valueDecoder struct {
	data  []byte
	types []*goType
}

func (d *valueDecoder) require(ok bool) {
	if !ok {
		panic(errMalformed)
	}
}

func (d *valueDecoder) bytes(n uint64) []byte {
	d.require(n <= uint64(len(d.data)))
	b := d.data[:n]
	d.data = d.data[n:]
	return b
}

func (d *valueDecoder) uvarint() uint64 {
	n, k := binary.Uvarint(d.data)
	d.require(k > 0)
	d.data = d.data[k:]
	return n
}

func (d *valueDecoder) varint() int64 {
	n, k := binary.Varint(d.data)
	d.require(k > 0)
	d.data = d.data[k:]
	return n
}

// count reads a number of things of at least size bytes each, so that a short
// message cannot ask for much memory.
func (d *valueDecoder) count(size int) int {
	n := d.uvarint()
	d.require(n <= uint64(len(d.data)/size))
	return int(n)
}

func (d *valueDecoder) string() string { return string(d.bytes(d.uvarint())) }

func (d *valueDecoder) bits() uint64 { return binary.LittleEndian.Uint64(d.bytes(8)) }

func (d *valueDecoder) goType() *goType {
	i := d.uvarint()
	if i == uint64(len(d.types)) {
		s := d.string()
		d.require(len(s) <= driver.MaxTypeName && utf8.ValidString(s))
		d.types = append(d.types, &goType{s, typeName(s)})
	}
	d.require(i < uint64(len(d.types)))
	return d.types[i]
}

func (d *valueDecoder) value(depth int) value {
	d.require(depth <= driver.MaxDepth)
	v := value{typ: d.goType(), tag: d.bytes(1)[0]}
	switch v.tag {
	case driver.TagNil, driver.TagOpaque:
	case driver.TagBool:
		v.n = uint64(d.bytes(1)[0])
		d.require(v.n <= 1)
	case driver.TagInt:
		v.n = uint64(d.varint())
	case driver.TagUint, driver.TagCycle:
		v.n = d.uvarint()
	case driver.TagFloat:
		v.n = d.bits()
	case driver.TagComplex:
		v.n, v.more = d.bits(), &rarely{im: math.Float64frombits(d.bits())}
	case driver.TagString, driver.TagBytes:
		v.s = d.string()
	case driver.TagPointer, driver.TagInterface:
		v.kids = []value{d.value(depth + 1)}
	case driver.TagList:
		v.kids = d.values(d.count(2), depth)
	case driver.TagMap:
		v.kids = d.values(2*d.count(4), depth)
	case driver.TagStruct:
		v.more = &rarely{}
		for range d.count(3) {
			v.more.names = append(v.more.names, d.string())
			v.kids = append(v.kids, d.value(depth+1))
		}
	case driver.TagError:
		d.err(&v)
	default:
		d.require(false)
	}
	return v
}

func (d *valueDecoder) values(n, depth int) []value {
	vs := make([]value, 0, n)
	for range n {
		vs = append(vs, d.value(depth+1))
	}
	return vs
}

func (d *valueDecoder) err(v *value) {
	v.flags = d.bytes(1)[0]
	d.require(v.flags <= driver.ErrorNoText|driver.ErrorMatchAll)
	v.s, v.more = d.string(), &rarely{}
	for range d.count(1) {
		i := d.uvarint()
		d.require(i < 1<<16)
		v.more.is = append(v.more.is, int(i))
	}
}
