package sim

// Class tells the two kinds of bugs apart.
type Class string

// The classes of a bug.
const (
	// CompileBug does not compile. It masks a semantic bug.
	CompileBug Class = "compile"
	// SemanticBug compiles and does something else than the reference.
	SemanticBug Class = "semantic"
)

// Bug is one change of a task's reference.
type Bug struct {
	Class Class
	// Kind says what was done, e.g. "shifted comparison".
	Kind string
	// From and To are the byte range of the reference that Text replaces.
	From, To int
	Text     string
	// Weight is how likely a student has this bug, relative to the others of its
	// class and task. It is 1, but less for endless loops: each costs the judge
	// its whole time limit.
	Weight float64
}

// apply makes the change.
func (b Bug) apply(reference string) string {
	return reference[:b.From] + b.Text + reference[b.To:]
}

// apart reports whether both changes can be made to one text.
func (b Bug) apart(c Bug) bool {
	return b.From != c.From && (b.To <= c.From || c.To <= b.From)
}

// both makes two changes that are apart.
func both(reference string, b, c Bug) string {
	if b.From < c.From {
		b, c = c, b
	}
	return c.apply(b.apply(reference)) // the later one first, so that c's range stays valid
}
