package task

// Span is the time from minute From up to but not including minute To.
type Span struct{ From, To int }
