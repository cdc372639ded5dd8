package bench

// Plan lists the episodes of a study in order: by task, sample, model and mix.
// Episodes that share their first answer are thus neighbours, and a run that is
// stopped half-way has whole tasks done under all models and mixes.
//
// The study's Mixes must be complete: its preset, if any, already expanded.
func Plan(s Study, tasks []Task) []Key {
	keys := make([]Key, 0, len(tasks)*s.Samples*len(s.Models)*len(s.Mixes))
	for _, t := range tasks {
		for sample := range s.Samples {
			for _, m := range s.Models {
				for _, mix := range s.Mixes {
					keys = append(keys, Key{Model: m.Label(), Mix: mix, Task: t.ID, Sample: sample})
				}
			}
		}
	}
	return keys
}

// done reports whether an episode of an earlier session still stands under s: it
// was not errored, and it did not end for want of turns that s now allows.
func (s Study) done(e Episode) bool {
	if e.Error != nil {
		return false
	}
	return e.Stopped != "turns" || len(e.Turns) >= s.Turns
}

// Pending lists the planned episodes that are not done yet, in plan order.
func (r *Record) Pending() []Key {
	finished := map[Key]bool{}
	for _, e := range r.Episodes {
		finished[e.Key] = r.Study.done(e)
	}
	var keys []Key
	for _, k := range Plan(r.Study, r.Tasks) {
		if !finished[k] {
			keys = append(keys, k)
		}
	}
	return keys
}
