package mutate

import "strings"

// spoil adds something that a compiler should refuse, or a program that does wrong at
// its start.
func (p *program) spoil() string {
	x := p.parse()
	if x == nil {
		return ""
	}
	if fn := x.fn(p.entry); fn != nil && p.rng.IntN(2) == 0 {
		text := one(p, statements())
		at := x.at(fn.Body.Lbrace) + 1
		p.apply(change{at, at, "\n\t" + text + "\n"})
		return "statement: " + text
	}
	text := strings.ReplaceAll(one(p, declarations()), "$F", p.entry)
	if path, ok := strings.CutPrefix(text, "import "); ok && p.rng.IntN(4) > 0 {
		p.imports(path)
	} else {
		p.place(text + "\n")
	}
	return "declaration: " + text
}

// statements that, with a few exceptions, do not compile.
func statements() []string {
	return []string{"unused := 1", "var unused int", "undefinedName()", "x9 := nil", "var u8 uint8 = 300; _ = u8", "L9: for false { }",
		"goto M9; v9 := 1; _ = v9; M9:", "break", "continue", "1 + 2", "len(\"x\")", "if 1 { }", "var s9 string = 1; _ = s9", "return 1, 2, 3, 4",
		"for i := range 3.5 { _ = i }", "switch 1 { case 1: case 1: }", "const c9 = 1; c9 = 2", "a9, b9 := 1; _, _ = a9, b9", "defer 1", "go func() {}",
		"type t9 struct { a int; a string }; _ = t9{}", "_ = map[string]int{\"a\": 1, \"a\": 2}", "_ = [2]int{1, 2, 3}", "_ = []int{0: 1, 0: 2}",
		"var i9 interface{ m() } = 3; _ = i9", "_ = 1 / 0", "fallthrough", "_ = \"a\" + 1", "_ = &1", "_ = undefined.Name", "var p9 *int = 0; _ = p9",
		"_ = struct{}{}.x", "_ = int(\"x\")", "x9, y9 := 1, 2; x9, y9 := 2, 3; _, _ = x9, y9", "_ = _", "_ = func() int { }", "_ = func() int { for { break } }",
		"var _ = iota", "_ = [...]int{}[1]", "_ = []int{}[-1]", "_ = \"abc\"[5]", "var ch9 chan<- int; <-ch9", "_ = 'ab'", "_ = 0x", "_ = 08",
		"_ = \"unterminated", "_ = `unterminated", "/* unterminated", "{", "}", ")", "_ = 1 ++ 2", "x = = 1", "if x9 := 1 { }", "for ;; { ",
		"func inner9() {}", "import \"fmt\"", "else { }", "_ = [](int){}", "@", "#", "_ = “quote”", "_ = a9 ? 1 : 2", "while true { }", "int x9 = 5",
		"for i in range 3 { }", "panic(\"spoilt\")", "var m9 map[string]int; m9[\"a\"] = 1", "var q9 *struct{ x int }; q9.x = 1",
		"_ = any(1).(string)", "_ = []int{}[len([]int{})]", "os.Exit(0)", "type t9 = t9", "type t9 t9", "type t9 [len(t9{})]int", "var v9 = v9; _ = v9",
		"var f9 func() = func() { f9() }; _ = f9", "_ = init", "init()", "_ = main", "main()", "_ = main.x", "_ = dialogo", "_ = dialogodriver.Main", "_ = driver.Main",
		"{ L8: ; goto L8; L8: }", "var _, _ = 1", "_ = func(a int, a int) {}", "for range 2 { defer func() { }() }", "nil := 3; _ = nil", "true := false; _ = true",
		"_ = new(int, 3)", "_ = make(int)", "_ = append(1, 2)", "_ = copy([]int{}, []string{})", "delete(map[string]int{}, 1)", "_ = cap(map[int]int{})", "_ = min(1, \"a\")", "_ = max()",
		"_ = 1 << -1", "_ = uint(1) << 1.5", "_ = 1.5 % 2", "_ = !1", "_ = -\"a\"", "_ = <-1", "_ = *1", "1 = 2", "f9() = 1", "x9++", "select { case 1: }",
		"var a9 [3]int; _ = a9[3]", "switch x := 5.(type) { }", "switch x := any(5).(type) { case int: }", "for i := 0; i < 3; i := 1 { }", "_ = []int{1, 2\n}", "_ = f9(1\n)"}
}

// declarations that, with a few exceptions, do not compile.
func declarations() []string {
	return []string{"func $F() {}", "var $F = 1", "const $F = 1", "type $F int", "type t9 t9", "type t9 struct { b b9 }; type b9 struct { a t9 }", "var x9 = y9; var y9 = x9",
		"var x9 = f9(); func f9() int { return x9 }", "const c9 = d9; const d9 = c9", "func (int) m9() {}", "func (undefined9) m9() {}", "type s9 struct{}; func (s9) m() {}; func (s9) m() {}",
		"type s9 struct{ m int }; func (s9) m() {}", "func g9[T any]() {}; var _ = g9", "func g9[T int | string](t T) T { return t }; var _ = g9(1.5)",
		"func init() int { return 1 }", "func init(x int) {}", "func init[T any]() {}", "var init = 1", "const init = 1", "type init int", "func main() int { return 0 }",
		"func main(x int) {}", "func main[T any]() {}", "const main = 1", "var main = 2", "type main int", "func main() {}; func main() {}", "import \"strings\"", "import \"fmt\"", "import f9 \"fmt\"", "import . \"fmt\"",
		"import _ \"fmt\"", "import init \"fmt\"", "import main \"fmt\"", "import _ \"no/such/package\"", "import _ \"github.com/no/such\"", "import \"C\"", "import _ \"dialogo/driver\"", "import _ \"internal/abi\"", "import \"./x\"", "import \"\"", "import _ \"a b\"", "import \"unsafe\"",
		"import _ \"main\"", "import _ \"cmd/go\"", "import _ \"testing/iotest\"", "import _ \"net/http\"", "import _ \"crypto/internal/boring\"", "import _ \"vendor/golang.org/x/net/idna\"",
		"func f9(a int, a string) {}", "func noBody9()", "func noBody9() int", "var _ = init", "func h9() { init() }", "func h9() { main() }", "var _ = main",
		"package q", "x9 := 1", "return", "type i9 interface { int }; var _ i9", "type t9[T any] struct{}; var _ t9", "func (t *struct{}) m9() {}",
		"const c9 uint8 = 256", "var a9 [-1]int", "var _ int = \"x\"", "func init() { panic(\"at init\") }", "var _ = func() int { panic(\"at init\") }()", "var _ = []int{}[len(\"abc\")]",
		"type I9 interface { m(); m() }", "type E9 struct { E9b; *E9b }; type E9b struct{}", "func f9() (a int, b) { return }", "func f9(...int, string) {}", "func f9(a ...int, b int) {}",
		"type t9 struct { a, b int, c string }", "func f9() { return 1 }", "func f9() int { }", "func f9() int { if true { return 1 } }", "var a9, b9 = 1", "var a9 int, b9 int", "const c9", "const c9 int", "type t9",
		"var f9 = func() { _ = f9 }", "type G9[T any] struct { x G9[G9[T]] }", "type G9[T any] []T; func (g G9[int]) m() int { return 0 }", "func (g *undefined9[T]) m() {}",
		"type A9 = B9; type B9 = A9", "type A9 [len(x9)]int; var x9 A9", "var (", "}", "func", "func (", "type", "@", "\x01", "é", "\"text\"", "func f9() { goto L }", "func f9() { L: }", "func f9() { for { } ; L: }",
		"//go:embed x\nvar s9 string", "//go:linkname f9 runtime.f\nfunc f9()", "//go:nosplit\nfunc n9(a [1 << 12]int) { if a[0] > 0 { n9(a) } }", "//go:noinline\nfunc n9() {}", "//export n9\nfunc n9() {}", "//go:notadirective\nfunc n9() {}", "//go:cgo_import_dynamic x y \"z\"",
		"func TestMain9() {}", "type T9 struct{ T9 }", "type T9 struct{ *T9 }", "var v9 = [...]int{1, 2, \"x\"}", "var v9 = map[[]int]int{}", "var v9 = struct{ a int }{b: 1}", "var v9 = struct{ a int }{1, 2}", "func f9[T interface{ m() }](t T) {}; var _ = f9[int]",
		"func f9(x interface{ ~int }) {}", "type t9 interface { ~string; m() }; func f9[T t9]() {}", "func (t t9) String() string { return \"\" }", "var _ = 1 +", "const big9 = 1 << 600", "var big9 = 1 << 63", "const f9 = 1e400; var g9 float64 = f9"}
}
