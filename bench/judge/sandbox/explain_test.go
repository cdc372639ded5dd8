//go:build linux

package sandbox

import (
	"errors"
	"strings"
	"testing"

	"dialogo/bench"
)

// Whatever happens, there is a finding on every layer.
func TestEveryLayerIsExplained(t *testing.T) {
	f := &finding{absent: map[bench.Layer]error{bench.LayerNamespaces: errors.New("no space")},
		checks: []Check{{Layer: bench.LayerLimits, Name: "limits", Holds: true}}}
	f.explain(errors.New("no process could be started"))
	if len(f.checks) != len(bench.Layers()) {
		t.Fatalf("got %+v", f.checks)
	}
	for i, l := range bench.Layers() {
		c := f.checks[i]
		switch {
		case c.Layer != l:
			t.Errorf("check %d is about %s, want %s", i, c.Layer, l)
		case l == bench.LayerNamespaces && (c.Holds || c.Untried || c.Detail != "no space" || c.Fix == ""),
			l == bench.LayerLimits && (!c.Holds || c.Untried):
			t.Errorf("got %+v", c)
		case l != bench.LayerNamespaces && l != bench.LayerLimits && (c.Holds || !c.Untried || !strings.Contains(c.Detail, "no process could be started")):
			t.Errorf("not tried: got %+v", c)
		}
	}
}

// All layers that are missing are named at once, each with its remedy.
func TestAllMissingLayersAreNamed(t *testing.T) {
	f := &finding{absent: map[bench.Layer]error{bench.LayerNamespaces: errors.New("x"), bench.LayerLandlock: errors.New("y"), bench.LayerPrivileges: errors.New("z")}}
	list := f.missing([]bench.Layer{bench.LayerNamespaces, bench.LayerPrivileges, bench.LayerLimits})
	if len(list) != 2 {
		t.Fatalf("got %v", list)
	}
	for i, want := range []string{`"namespaces"`, `"privileges"`} {
		if text := list[i].Error(); !strings.Contains(text, want) || !strings.Contains(text, "; to get it: ") {
			t.Errorf("got %q, want %s", text, want)
		}
	}
}
