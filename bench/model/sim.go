package model

import (
	"dialogo/bench"
)

func openSim(name string, spec bench.ModelSpec, o Options) (bench.Model, error) {
	return nil, bench.Usagef("model %s: simulated models are not part of this build yet", spec.Label())
}

func simNames() []string { return []string{"weak", "medium", "strong", "critic"} }
