package judge

import (
	"go/ast"
	"go/token"
	"strconv"
)

// maxBulk bounds, in elements, what an answer that is built with others may have in
// arrays and by indexes of literals. []byte{240 << 20: 1} is short to write, and would
// be in the program, and the memory, of every neighbour.
const maxBulk = 1 << 10

// bulk is what there is in an answer. Its product bounds the elements in any literal.
type bulk struct {
	given   *given
	indexes int // of literals of slices and arrays: the sum of the largest of each
	arrays  int // the sum of the elements of array types
	named   int // the product of those of declared types, which may be in one another
	// elided are the types of the literals that do not mention them.
	elided map[*ast.CompositeLit]ast.Expr
}

// bulky reports whether an answer may hold more than is to be expected of its length.
// It takes names by the parser's word, which is enough for types and constants: what a
// key is taken for only where its literal is known to have fields, or is a map.
func (a *answer) bulky(g *given) bool {
	b := &bulk{given: g, named: 1, elided: map[*ast.CompositeLit]ast.Expr{}}
	ast.Inspect(a.file, b.visit)
	return times(times(b.indexes+1, b.arrays+1), b.named) > maxBulk
}

// times multiplies up to a number that is too large anyway.
func times(x, y int) int { return min(x, maxBulk+1) * min(y, maxBulk+1) }

func (b *bulk) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.TypeSpec:
		b.named = times(b.named, elements(n.Type))
		return false
	case *ast.FuncDecl:
		if n.Type.TypeParams != nil {
			b.named = times(b.named, elements(n)) // its arrays may be of arrays
		}
	case *ast.ArrayType:
		if n.Len != nil {
			b.arrays += min(elements(n), maxBulk+1)
			return false
		}
	case *ast.CompositeLit:
		b.literal(n)
	}
	return true
}

// elements multiplies the lengths of the arrays in a type.
func elements(n ast.Node) int {
	product := 1
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ArrayType:
			product = times(product, length(n))
		case *ast.Field:
			if p := elements(n.Type); p > 1 {
				product = times(product, times(p, max(1, len(n.Names))))
			}
			return false
		}
		return true
	})
	return product
}

// length is that of an array; one that is counted by the compiler is that of its
// literal. Only literals are taken for small.
func length(t *ast.ArrayType) int {
	if _, counted := t.Len.(*ast.Ellipsis); counted || t.Len == nil {
		return 1
	}
	return small(t.Len)
}

// small is the value of a literal, or more than maxBulk.
func small(x ast.Expr) int {
	if lit, ok := x.(*ast.BasicLit); ok && lit.Kind == token.INT {
		if n, err := strconv.ParseInt(lit.Value, 0, 32); err == nil {
			return min(int(n), maxBulk+1)
		}
	}
	return maxBulk + 1
}

// literal adds the largest index of a literal, unless its keys are fields or those of
// a map.
func (b *bulk) literal(c *ast.CompositeLit) {
	t := c.Type
	if t == nil {
		t = b.elided[c]
	}
	var key, element ast.Expr
	indexed := true
	switch t := underlying(t).(type) {
	case *ast.StructType:
		indexed = false
	case *ast.MapType:
		indexed, key, element = false, t.Key, t.Value
	case *ast.ArrayType:
		element = t.Elt
	}
	most := 0
	for _, x := range c.Elts {
		if kv, keyed := x.(*ast.KeyValueExpr); keyed {
			if indexed {
				most = max(most, b.index(kv.Key))
			}
			b.elide(kv.Key, key)
			x = kv.Value
		}
		b.elide(x, element)
	}
	b.indexes = min(b.indexes+most, maxBulk+1)
}

// index is what a key is as an index. A string is none, nor is a name that means
// nothing else: it is a field of a type that is declared elsewhere.
func (b *bulk) index(key ast.Expr) int {
	switch k := key.(type) {
	case *ast.Ident:
		if k.Obj == nil && (b.given == nil || b.given.decls[k.Name].kind != token.CONST) {
			return 0
		}
	case *ast.BasicLit:
		if k.Kind == token.STRING {
			return 0
		}
	}
	return small(key)
}

// elide notes the type of an element that does not mention it.
func (b *bulk) elide(x, t ast.Expr) {
	if c, ok := x.(*ast.CompositeLit); ok && c.Type == nil {
		if p, ok := underlying(t).(*ast.StarExpr); ok {
			t = p.X
		}
		b.elided[c] = t
	}
}

// underlying follows the names of types that the answer declares, as far as anybody
// nests them.
func underlying(t ast.Expr) ast.Expr {
	for range 16 {
		switch x := t.(type) {
		case *ast.ParenExpr:
			t = x.X
		case *ast.Ident:
			if x.Obj == nil {
				return t
			}
			s, ok := x.Obj.Decl.(*ast.TypeSpec)
			if !ok {
				return t
			}
			t = s.Type
		default:
			return t
		}
	}
	return nil
}
