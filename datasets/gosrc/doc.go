// Package gosrc reads the Go text that tasks are made of: signatures, files
// without their package clause, lists of expressions, and the imports that a
// piece of code needs.
//
// Everything here works on syntax and on names, never on the toolchain: a dataset
// must load on a machine without Go, and in the same way everywhere. Names are
// resolved with go/types against hollow packages (see [Resolve]), so a parameter
// called strings is not mistaken for the package, which a search for "strings."
// would do. What needs the real types, e.g. whether a wanted value fits the
// result, is left to the judge, which has the compiler.
package gosrc
