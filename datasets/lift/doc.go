// Package lift turns a dataset's test functions into cases.
//
// Datasets such as HumanEval-X check an answer with Go code: a test function full
// of testify assertions that calls the answer. Run as it is, the test lives in one
// process with code that a model wrote, and such code can forge a pass. A case, a
// call with its wanted result, can be judged from outside. So each assertion is
// lifted out of the test, by its syntax tree:
//
//	assert.Equal(want, F(args))               a case F(args) => want
//	assert.True(F(args)), False, Nil          likewise
//	assert.Equal(true, same(want, F(args)))   a case F(args) and a predicate on
//	assert.InDelta(want, F(args), d)          its result, see below
//	for i := 2; i < 8; i++ { assert… }        unrolled
//
// Where F's result is not compared as such but something is computed from it, the
// assertion becomes a predicate: the text of the comparison with the call replaced
// by the name got. [Checker] makes one checker function of all predicates of a
// task. It runs outside, and means exactly what the test meant; a tolerance put in
// the place of math.Abs(F(x)-y) < 1e-6 would have been nearly the same only.
//
// A test is lifted as a whole or not at all, since its assertions decide together.
// What keeps a test from being lifted (random arguments, values built by loops,
// calls that feed each other) is a [*NotLiftable] error that says so.
//
// The meaning is kept in the small, too. assert.Equal compares types as well: with
// a result of type float64, assert.Equal(5, F()) can never pass, while a case
// wanting 5 could. So a want whose type is not the result's keeps the test from
// being lifted, unless the result is an interface, where both default alike.
package lift
