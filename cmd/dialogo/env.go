package main

import (
	"os"
	"strings"

	"github.com/spf13/pflag"

	"dialogo/bench"
)

// withEnvFile looks names up in a file of NAME=value lines first. Its values are
// never put into the process's environment, so no child can inherit them.
func withEnvFile(getenv func(string) string, file string) (func(string) string, error) {
	if file == "" {
		return getenv, nil
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, bench.Usagef("--env-file %s: %w; name a file of NAME=value lines, or leave it out", file, bench.FileReason(err))
	}
	values := map[string]string{}
	n := 0
	for line := range strings.Lines(string(b)) {
		n++
		line = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(line), "export "))
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, value, ok := strings.Cut(line, "=")
		if !ok {
			return nil, bench.Usagef("%s:%d: not a NAME=value line", file, n)
		}
		values[strings.TrimSpace(name)] = unquote(strings.TrimSpace(value))
	}
	return func(name string) string {
		if v, ok := values[name]; ok {
			return v
		}
		return getenv(name)
	}, nil
}

func unquote(v string) string {
	if len(v) >= 2 && (v[0] == '"' || v[0] == '\'') && v[len(v)-1] == v[0] {
		return v[1 : len(v)-1]
	}
	return v
}

func emptyFlags() *pflag.FlagSet { return pflag.NewFlagSet("", pflag.ContinueOnError) }
