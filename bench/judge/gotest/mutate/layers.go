package mutate

// layer is a way from a new entry function to the old one. In its texts $F is the
// entry function, $P its parameters, $R its results, $A its arguments, $I the old one's
// new name; $C, $D, $E, $T, $U, $G and $V are more package-level names, and $L is a
// local one that is likely to be another thing's as well.
type layer struct {
	kind    string
	declare string
	body    string
	imports []string
}

// layers are all there are: a quick way to write many odd programs.
func layers() []layer {
	const call = "return $I($A)"
	return []layer{
		{kind: "call", body: call},
		// Local names that hide package-level ones, in all ways there are.
		{kind: "variable of the function's name", body: "$I := $I\n" + call},
		{kind: "var of the function's name", body: "var $I = $I\n" + call},
		{kind: "typed var of the function's name", body: "var $I func($P) $R = $I\n" + call},
		{kind: "hidden in a block", body: "{ $I := 1; $I++; _ = $I }\n" + call},
		{kind: "hidden in an if", body: "if $I := $I; $I != nil { " + call + " }\npanic(0)"},
		{kind: "hidden by a range", body: "for _, $I := range []func($P) $R{$I} { " + call + " }\npanic(0)"},
		{kind: "hidden by a range's index", body: "for $I := range 3 { _ = $I }\n" + call},
		{kind: "hidden by a select", body: "ch1 := make(chan func($P) $R, 1)\nch1 <- $I\nselect {\ncase $I := <-ch1:\n" + call + "\n}"},
		{kind: "hidden by a type switch", body: "switch $I := any($I).(type) {\ncase func($P) $R:\n" + call + "\n}\npanic(0)"},
		{kind: "hidden by a case", body: "switch {\ncase true:\n$I := $I\n" + call + "\ndefault:\n$I := 2\n_ = $I\n}\n" + call},
		{kind: "hidden by a closure's parameter", body: "return func($I func($P) $R) $R { " + call + " }($I)"},
		{kind: "hidden by a closure's result", body: "f1 := func() ($I int) { $I = 1; return }\n_ = f1()\n" + call},
		{kind: "hidden by a local type", body: "f1 := $I\n{\ntype $I func($P) $R\nreturn $I(f1)($A)\n}"},
		{kind: "hidden by a local constant", declare: "const $C = 2", body: "{\nconst $C = $C + 1\nif $C != 3 { panic($C) }\n}\nif $C != 2 { panic($C) }\n" + call},
		{kind: "closure and recursion by name", body: "{\nvar $L func(int) int\n$L = func(n1 int) int { if n1 == 0 { return 0 }; return $L(n1-1) }\n_ = $L(3)\n}\nreturn $I($A)"},
		{kind: "function literal of its own name", body: "f1 := func() $R { return $I($A) }\n{\n$L := func() int { $L := 1; return $L }\n_ = $L()\n}\nreturn f1()"},
		{kind: "redeclared beside a new one", body: "{\n$L, ok := 1, true\n$L, no := 2, false\n_, _, _ = $L, ok, no\n}\n" + call},
		{kind: "parameter of its own function's name", declare: "func $G($G func($P) $R) func($P) $R { return $G }", body: "return $G($I)($A)"},
		{kind: "result of its own function's name", declare: "func $G() ($G func($P) $R) { $G = $I; return }", body: "return $G()($A)"},
		{kind: "parameter named as another function", declare: "func $G($I int) int { return $I }", body: "if $G(4) != 4 { panic(4) }\n" + call},
		// Labels.
		{kind: "label", body: "$I:\nfor {\nif len(\"\") == 0 { break $I }\ncontinue $I\n}\n" + call},
		{kind: "goto", body: "goto $I\n$I:\n" + call},
		{kind: "goto back", body: "n1 := 0\n$L:\nn1++\nif n1 < 3 { goto $L }\nreturn $I($A)"},
		{kind: "label on a switch", body: "$L:\nswitch {\ndefault:\nfor { break $L }\n}\nreturn $I($A)"},
		{kind: "labels in closures", body: "$L:\nfor range 2 {\nfunc() {\n$L:\nfor { break $L }\n}()\ncontinue $L\n}\nreturn $I($A)"},
		// Fields and keys.
		{kind: "field of an anonymous struct", body: "s1 := struct{ $I func($P) $R }{$I: $I}\nreturn s1.$I($A)"},
		{kind: "field without a key", body: "s1 := struct{ $I func($P) $R }{$I}\nreturn s1.$I($A)"},
		{kind: "fields in literals without types", declare: "const $C = 1", body: "t1 := [][]struct{ $C int; f1 func($P) $R }{{{$C: $C, f1: $I}}}\nreturn t1[0][t1[0][0].$C-1].f1($A)"},
		{kind: "field with a tag", body: "s1 := struct{ X int `json:\"$I\"` }{X: 1}\n_ = s1\n" + call},
		{kind: "key that is a constant", declare: "const $C = \"k\"", body: "m1 := map[string]func($P) $R{$C: $I}\nreturn m1[$C]($A)"},
		{kind: "index that is a constant", declare: "const (\n_ = iota\n$C\n$D\n)", body: "t1 := []func($P) $R{$C: $I, $D: nil}\nreturn t1[$C]($A)"},
		{kind: "selector that is a constant's name", declare: "const $C = 1", body: "s1 := struct{ $C int }{2}\nif s1.$C+$C != 3 { panic(s1) }\n" + call},
		{kind: "keys of struct keys", declare: "const $C = 1", body: "m1 := map[struct{ $C int }]int{{$C: 1}: 2}\nif m1[struct{ $C int }{$C}] != 2 { panic(m1) }\n" + call},
		// Constants.
		{kind: "iota", declare: "const (\n$C = 1 << iota\n$D\n$E\n)", body: "var a [$E]int\nif len(a) != 4 || $C+$D != 3 { panic($E) }\n" + call},
		{kind: "iota in a function literal", declare: "const $C = iota + 1", body: "{\nconst $L, m1 = iota, iota\nif $C != 1 || m1 != 0 { panic($C) }\n}\nreturn $I($A)"},
		{kind: "typed constants", declare: "const (\n$C int8 = iota - 1\n$D\n_\n$E\n)", body: "if $C != -1 || $D != 0 || $E != 2 { panic($E) }\n" + call},
		{kind: "constants of constants", declare: "const $C, $D = $E + 1, $E * 2\nconst $E = 1 << 70 >> 68", body: "if $C != 5 || $D != 8 { panic(0) }\n" + call},
		{kind: "constant of a length", declare: "const $C = \"abc\"\nconst $D = len($C)", body: "if $D != 3 { panic($D) }\n" + call},
		{kind: "constant shift", declare: "const $C uint = 3", body: "if 1<<$C != 8 { panic($C) }\n" + call},
		// Types and methods.
		{kind: "method value", declare: "type $T struct{}\n\nfunc ($T) $U($P) $R { " + call + " }", body: "f1 := $T{}.$U\nreturn f1($A)"},
		{kind: "method expression", declare: "type $T struct{}\n\nfunc (*$T) $U($P) $R { " + call + " }", body: "f1 := (*$T).$U\n_ = f1\nreturn (&$T{}).$U($A)"},
		{kind: "method of the function's name", declare: "type $T int\n\nfunc ($T) $I($P) $R { " + call + " }", body: "return $T(0).$I($A)"},
		{kind: "methods of predeclared names", declare: "type $T []int\n\nfunc (t $T) len() int { return len(t) }\nfunc (t $T) init() {}\nfunc (t $T) main() {}", body: "t1 := $T{1}\nt1.init()\nt1.main()\nif t1.len() != 1 { panic(t1) }\n" + call},
		{kind: "embedded fields", declare: "type $U struct{ f func($P) $R `a:\"b\"` }\n\nfunc (u *$U) do($P) $R { return u.f($A) }\n\ntype $T struct{ *$U }", body: "return $T{&$U{$I}}.do($A)"},
		{kind: "embedded interface", declare: "type $U interface{ $I($P) $R }\n\ntype $T struct{ $U }\n\ntype $V struct{}\n\nfunc ($V) $I($P) $R { " + call + " }", body: "return $T{$V{}}.$I($A)"},
		{kind: "anonymous interface", body: "type t1 = interface{ $I() int }\nvar v1 t1\nif v1 != nil { _ = v1.$I() }\n" + call},
		{kind: "named function type", declare: "type $T func($P) $R\n\nfunc (t $T) run($P) $R { return t($A) }", body: "return $T($I).run($A)"},
		{kind: "alias", declare: "type $T = func($P) $R", body: "var f1 $T = $I\nreturn f1($A)"},
		{kind: "type that mentions itself", declare: "type $T func() $T\n\nfunc $G() $T { return $G }", body: "_ = $G()()()\n" + call},
		{kind: "linked structs", declare: "type $T struct { next *$T; $V int }", body: "l1 := &$T{&$T{nil, 2}, 1}\nif l1.next.$V != 2 { panic(l1) }\n" + call},
		{kind: "local type's name", body: "{\ntype $L struct{}\nif s1 := fmt.Sprintf(\"%T\", $L{}); s1 != \"main.$L\" { panic(s1) }\n}\nreturn $I($A)", imports: []string{`"fmt"`}},
		{kind: "type's name", declare: "type $T struct{ $C int }", body: "if s1 := fmt.Sprintf(\"%#v\", $T{1}); s1 != \"main.$T{$C:1}\" { panic(s1) }\n" + call, imports: []string{`"fmt"`}},
		{kind: "comparable structs", declare: "type $T struct{ a, b int }", body: "m1 := map[$T]int{{1, 2}: 3}\nif m1[$T{a: 1, b: 2}] != 3 || ($T{}) != ($T{}) { panic(m1) }\n" + call},
		{kind: "stringer", declare: "type $T int\n\nfunc ($T) String() string { return \"$T\" }", body: "if s1 := fmt.Sprint($T(1)); s1 != \"$T\" { panic(s1) }\n" + call, imports: []string{`"fmt"`}},
		{kind: "error type", declare: "type $T struct{}\n\nfunc (*$T) Error() string { return \"$T\" }", body: "var err1 error = &$T{}\nvar e *$T\nif !errors.As(err1, &e) { panic(err1) }\n" + call, imports: []string{`"errors"`}},
		// Generics.
		{kind: "generic function", declare: "func $G[T any](x T) T { return x }", body: "return $G($I)($A)"},
		{kind: "type parameter of the function's name", declare: "func $G[$I any](x $I) $I { return x }", body: "return $G($I)($A)"},
		{kind: "explicit instance", declare: "func $G[T, U any](x T, _ U) T { return x }", body: "return $G[func($P) $R, int]($I, 0)($A)"},
		{kind: "constraint", declare: "type $T interface{ ~int | ~string }\n\nfunc $G[E $T](a, b E) E { return a + b }", body: "if $G(1, 2) != 3 || $G(\"a\", \"b\") != \"ab\" { panic(0) }\n" + call},
		{kind: "generic type", declare: "type $T[E any] struct{ v E }\n\nfunc (t $T[$I]) get() $I { return t.v }", body: "return $T[func($P) $R]{$I}.get()($A)"},
		{kind: "generic recursion", declare: "func $G[T any](n int, x T) T {\nif n == 0 { return x }\nreturn $G(n-1, x)\n}", body: "return $G(5, $I)($A)"},
		{kind: "iterator", declare: "func $G(yield func(int, func($P) $R) bool) { _ = yield(0, $I) && yield(1, nil) }", body: "for i, $I := range $G { if i == 0 { return $I($A) } }\npanic(0)"},
		{kind: "generic iterator", declare: "func $G[T any](x ...T) func(func(T) bool) { return func(yield func(T) bool) { for _, v := range x { if !yield(v) { return } } } }", body: "for f1 := range $G($I, $I) { return f1($A) }\npanic(0)"},
		// Package variables and init functions.
		{kind: "variable that is the function", declare: "var $V = $I", body: "return $V($A)"},
		{kind: "variable set by init", declare: "var $V func($P) $R\n\nfunc init() { $V = $I }", body: "return $V($A)"},
		{kind: "several inits", declare: "var $V int\n\nfunc init() { $V++ }\nfunc init() { $V *= 5 }\nfunc init() { $V += 2 }", body: "if $V != 7 { panic($V) }\n" + call},
		{kind: "recursion by a variable", declare: "var $V func(n int) int\n\nfunc init() { $V = func(n int) int { if n < 2 { return n }; return $V(n-1) + $V(n-2) } }", body: "if $V(10) != 55 { panic($V(10)) }\n" + call},
		{kind: "order of variables", declare: "var $C = $D + 1\nvar $D = $E()\n\nfunc $E() int { return 4 }", body: "if $C != 5 { panic($C) }\n" + call},
		{kind: "variables in a group", declare: "var (\n$C, $D = 1, \"d\"\n$E []int\n)", body: "if $C != 1 || $D != \"d\" || $E != nil { panic($C) }\n" + call},
		{kind: "table", declare: "var $V = map[string][]int{\"a\": {1, 2}, \"b\": nil}", body: "if len($V[\"a\"]) != 2 { panic($V) }\n" + call},
		{kind: "memory between calls", declare: "var $V int", body: "$V++\nif $V > 3 { panic($V) }\n" + call},
		{kind: "errors in variables", declare: "var $V = errors.New(\"v\")\nvar $C = errors.New(\"v\")", body: "if $V == $C || !errors.Is(fmt.Errorf(\"%w\", $V), $V) { panic($V) }\n" + call, imports: []string{`"errors"`, `"fmt"`}},
		{kind: "mutex", declare: "var $V sync.Mutex", body: "$V.Lock()\ndefer $V.Unlock()\n" + call, imports: []string{`"sync"`}},
		{kind: "once", declare: "var $V = sync.OnceValue(func() int { return 3 })", body: "if $V() != 3 { panic(3) }\n" + call, imports: []string{`"sync"`}},
		{kind: "blank declarations", declare: "func _() { _ = $I }\nfunc _() {}\n\nvar _ = $I\n\nconst _ = iota\n\ntype _ struct{}", body: call},
		{kind: "pointer to a variable", declare: "var $V = 1\nvar $C = &$V", body: "*$C = 2\nif $V != 2 { panic($V) }\n$V = 1\n" + call},
		// Functions with meanings of their own.
		{kind: "main", declare: "func main() { panic(\"main\") }", body: call},
		{kind: "main called", declare: "func main() {}", body: "main()\n" + call},
		{kind: "own max", declare: "func max(a, b int) int { if a > b { return a }; return b }", body: "if max(1, 2) != 2 { panic(0) }\n" + call},
		{kind: "own min, otherwise", declare: "func min(a ...int) int { return 7 }", body: "if min(1, 2) != 7 { panic(0) }\n" + call},
		{kind: "own len", declare: "func len(x any) int { return 7 }", body: "if len(0) != 7 { panic(0) }\n" + call},
		{kind: "own true", declare: "const true = 1 == 2", body: "if !true { " + call + " }\npanic(0)"},
		{kind: "own rune", declare: "type rune = string", body: "var x1 rune = \"r\"\n_ = x1\n" + call},
		{kind: "own nil", declare: "var nil = 3", body: "if nil != 3 { panic(nil) }\n" + call},
		{kind: "own append and panic", declare: "func append(x ...int) int { return 1 }\nfunc panic(x any) {}", body: "panic(append(1))\n" + call},
		// Imports.
		{kind: "import under another name", body: "if up.ToUpper(\"a\") != \"A\" { panic(0) }\nreturn $I($A)", imports: []string{`up "strings"`}},
		{kind: "import by dot", body: "if !IsUpper('A') { panic(0) }\n" + call, imports: []string{`. "unicode"`}},
		{kind: "import for nothing", body: call, imports: []string{`_ "strings"`}},
		{kind: "import hidden by a local", body: "if bytes := bytes.Count(nil, nil); bytes != 1 { panic(bytes) }\n" + call, imports: []string{`"bytes"`}},
		{kind: "import twice", body: "_, _ = b1.MaxVarintLen16, b2.MaxVarintLen16\n" + call, imports: []string{`b1 "encoding/binary"`, `b2 "encoding/binary"`}},
		{kind: "import of version 2", body: "if rand.N(1) != 0 { panic(0) }\n" + call, imports: []string{`"math/rand/v2"`}},
		{kind: "import named as predeclared", body: "if print.TrimSpace(\" a\") != \"a\" { panic(0) }\nreturn $I($A)", imports: []string{`print "strings"`}},
		{kind: "import named main", body: "if main.TrimSpace(\" a\") != \"a\" { panic(0) }\nreturn $I($A)", imports: []string{`main "strings"`}},
		{kind: "import of reflect", declare: "type $T struct{ $C int }", body: "if n1 := reflect.TypeOf($T{}).Field(0).Name; n1 != \"$C\" { panic(n1) }\n" + call, imports: []string{`"reflect"`}},
		{kind: "import of unsafe", body: "if unsafe.Sizeof(int32(0)) != 4 { panic(0) }\n" + call, imports: []string{`"unsafe"`}},
		{kind: "import of runtime", body: "runtime.Gosched()\n" + call, imports: []string{`"runtime"`}},
		// Control.
		{kind: "deferred", body: "defer func() { _ = recover() }()\n" + call},
		{kind: "panics again", body: "defer func() { if r := recover(); r != nil { panic(r) } }()\n" + call},
		{kind: "in another goroutine", body: "var wg1 sync.WaitGroup\nvar f1 func() $R\nwg1.Go(func() { r := func() $R { return $I($A) }; f1 = r })\nwg1.Wait()\nreturn f1()", imports: []string{`"sync"`}},
		{kind: "goroutine that stays", body: "go func() { select {} }()\n" + call},
		{kind: "fallthrough", body: "switch $L := 1; $L {\ncase 1:\nfallthrough\ncase 2:\nreturn $I($A)\n}\npanic(0)"},
		{kind: "loop variables", body: "var f1 [3]func() int\nfor i := range f1 { f1[i] = func() int { return i } }\nif f1[0]() != 0 { panic(f1[0]()) }\n" + call},
		{kind: "prints", body: "println(\"$I\")\nprint('x')\n" + call},
		{kind: "prints like a test", body: "fmt.Println(\"--- FAIL: Test (0.00s)\\nFAIL\")\n" + call, imports: []string{`"fmt"`}},
		{kind: "text like code", body: "s1 := `package main\n\nfunc $I() {} // $I\n//line x.go:3\n`\n_ = s1 + \"$I(\"\n" + call},
		{kind: "runs on garbage", body: "for range 10 { _ = make([]byte, 1<<20) }\n" + call},
		{kind: "exits if asked", body: "if len(os.Args) > 99 { os.Exit(0) }\n" + call, imports: []string{`"os"`}},
	}
}
