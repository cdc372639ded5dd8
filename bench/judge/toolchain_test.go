package judge

import (
	"context"
	"errors"
	"testing"

	"dialogo/bench"
)

// Without a build cache it is said what to do, and an interrupt is not the complaint of
// a command that was killed.
func TestToolchainErrors(t *testing.T) {
	t.Setenv("GOCACHE", "/dev/null/cache")
	_, err := findToolchain(t.Context(), t.TempDir())
	var usage *bench.UsageError
	var tools *ToolchainError
	if !errors.As(err, &usage) || !errors.As(err, &tools) {
		t.Errorf("without a cache: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := findToolchain(ctx, t.TempDir()); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
}
