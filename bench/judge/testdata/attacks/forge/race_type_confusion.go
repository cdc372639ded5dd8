// Tries: to read all memory without unsafe, by racing on an interface value until its type and data disagree.
// Want: wrong_answer timeout runtime_error
// Varies: it is a race.

package main

type word struct{ p *uintptr }
type number struct{ n uintptr }
type reader interface{ read() uintptr }

func (w word) read() uintptr {
	if w.p == nil {
		return 0
	}
	return *w.p
}
func (n number) read() uintptr { return 0 }
func Secret(n int) string {
	var x uintptr = 1
	var r reader = word{&x}
	stop := false
	go func() {
		for !stop {
			r = number{0x400000}
			r = word{&x}
		}
	}()
	for range 1 << 18 {
		if v := r.read(); v > 1 {
			stop = true
			return "read"
		}
	}
	stop = true
	return "held"
}
