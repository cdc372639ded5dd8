package task

// Line is a ferry line from one island to another.
type Line struct {
	From, To int // islands
	First    int // the minute at which the first boat leaves
	Every    int // minutes from one boat to the next
	Takes    int // minutes on the way
}
