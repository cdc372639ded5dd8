package bench

import "time"

// Observer is told what a Runner does, as it happens. It is called from many
// goroutines at once and must not block.
type Observer interface {
	Observe(Event)
}

// Event is one thing that happened; exactly one field besides At is set.
type Event struct {
	At       time.Time
	Started  *Started  `json:",omitempty"`
	Turn     *TurnDone `json:",omitempty"`
	Finished *Episode  `json:",omitempty"`
}

// Started says that a run begins: how many episodes there are, and how many of
// them were already done.
type Started struct {
	Episodes int
	Done     int
}

// TurnDone says that a turn of an episode was judged.
type TurnDone struct {
	Key    Key
	Turn   int
	Status Status
}
