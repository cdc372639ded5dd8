package judge

import (
	"encoding/binary"
	"reflect"
	"strings"
	"testing"
	"time"
	"unsafe"

	"dialogo/bench/judge/driver"
)

// nested encodes a nil in so many interfaces, all of a type with this name.
func nested(name string, depth int) []byte {
	data := binary.AppendUvarint([]byte{1, 0}, uint64(len(name)))
	data = append(append(data, name...), driver.TagInterface)
	for range depth {
		data = append(data, 0, driver.TagInterface)
	}
	return append(data, 0, driver.TagNil)
}

func TestFormattingTakesTimeByTheLengthOfAReply(t *testing.T) {
	long := strings.Repeat("m", driver.MaxTypeName)
	if _, err := decodeValues(nested(long+"m", 1)); err == nil {
		t.Error("a longer type name than a driver sends was taken")
	}
	vs, err := decodeValues(nested(long, driver.MaxDepth-2))
	if err != nil {
		t.Fatal(err)
	}
	begin := time.Now()
	if got := formatResults(vs, nil); got != "nil" {
		t.Errorf("got %.50s", got)
	}
	if took := time.Since(begin); took > time.Second {
		t.Errorf("took %v", took)
	}
	begin = time.Now()

	stable(strings.Repeat("main.", 10<<20))
	if took := time.Since(begin); took > time.Second {
		t.Errorf("a long message took %v", took)
	}
}

// A reply may be 500,000 nils.
func TestValuesAreSmall(t *testing.T) {
	if size := unsafe.Sizeof(value{}); size > 72 {
		t.Errorf("%d bytes", size)
	}
}

func TestTypeNamesAreCutAlike(t *testing.T) {
	tag := reflect.StructTag(`json:"` + strings.Repeat("é", driver.MaxTypeName) + `"`)
	typ := reflect.StructOf([]reflect.StructField{{Name: "X", Type: reflect.TypeFor[int](), Tag: tag}})
	data, ok := driver.Encode(1<<20, nil, []any{reflect.New(typ).Interface()})
	if !ok {
		t.Fatal("refused")
	}
	vs, err := decodeValues(data)
	if err != nil || !strings.HasPrefix(vs[0].typ.name, "struct { X int") {
		t.Errorf("%v", err)
	}
}
