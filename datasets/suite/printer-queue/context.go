package task

// Job is something to print.
type Job struct {
	At      int // the minute in which it joins the queue
	Takes   int // minutes, at least 1
	Urgency int
}

// Start says when and where a job begins.
type Start struct {
	At      int // the minute
	Printer int
}
