package model

import (
	"context"

	"dialogo/bench"
	"dialogo/bench/model/sim"
)

func openSim(name string, spec bench.ModelSpec, o Options) (bench.Model, error) {
	return sim.New(name, o.Tasks, spec.Extra, labelled{o.Calls, spec.Label()})
}

// labelled keeps calls under the study's name for a model, by which replay finds
// them again; sim knows only its own.
type labelled struct {
	Calls
	label string
}

// Do implements Calls.
func (l labelled) Do(ctx context.Context, key bench.CallKey, call func(context.Context) (bench.Call, error)) (bench.Call, error) {
	return l.Calls.Do(ctx, key, func(ctx context.Context) (bench.Call, error) {
		c, err := call(ctx)
		c.Model = l.label
		return c, err
	})
}

// meantSim is the end of a message about a name without a provider, where the name
// is that of a simulated model.
func meantSim(name string) string {
	if _, err := sim.New(name, nil, nil, nil); err != nil {
		return ""
	}
	return " (did you mean \"sim/" + name + "\"?)"
}
