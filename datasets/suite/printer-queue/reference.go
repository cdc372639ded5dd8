package task

import "math"

func PrintJobs(jobs []Job, printers int) []Start {
	if printers < 1 {
		return nil
	}
	starts := make([]Start, len(jobs))
	begun := make([]bool, len(jobs))
	freeAt := make([]int, printers) // the minute from which each printer is free
	for p := range freeAt {
		freeAt[p] = math.MinInt
	}
	for range jobs {
		// The next job begins when some printer is free and some job waits.
		minute := freeAt[0]
		for _, free := range freeAt {
			minute = min(minute, free)
		}
		first := math.MaxInt
		for i, j := range jobs {
			if !begun[i] {
				first = min(first, j.At)
			}
		}
		minute = max(minute, first)
		next := -1
		for i, j := range jobs {
			if begun[i] || j.At > minute {
				continue
			}
			if next < 0 || j.Urgency > jobs[next].Urgency || j.Urgency == jobs[next].Urgency && j.At < jobs[next].At {
				next = i
			}
		}
		printer := 0
		for freeAt[printer] > minute {
			printer++
		}
		starts[next] = Start{minute, printer}
		begun[next] = true
		freeAt[printer] = minute + jobs[next].Takes
	}
	return starts
}
