package model

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	// longestWait is the longest an episode is held for a service that asks for
	// it. Above that the call fails and says so: the run can be resumed later.
	longestWait = 5 * time.Minute
	// longestHint bounds waits by x-ratelimit-reset-*, which say when a budget is
	// full again, not when there is enough of it.
	longestHint = time.Minute
	// firstBackoff and longestBackoff bound the waits where the service says nothing.
	firstBackoff   = 500 * time.Millisecond
	longestBackoff = 30 * time.Second
)

// demanded is how long a service asks to be left alone, 0 if it does not say:
// retry-after-ms, else Retry-After in seconds or as a date, else, under 429, when
// an exhausted budget is full again.
func demanded(status int, h http.Header, now time.Time) time.Duration {
	if d, ok := seconds(h.Get("Retry-After-Ms"), time.Millisecond); ok {
		return d
	}
	after := strings.TrimSpace(h.Get("Retry-After"))
	if d, ok := seconds(after, time.Second); ok {
		return d
	}
	if t, err := http.ParseTime(after); err == nil {
		return max(0, t.Sub(now))
	}
	if status != http.StatusTooManyRequests {
		return 0
	}
	longest := time.Duration(0)
	for _, budget := range []string{"", "-Requests", "-Tokens"} {
		left, err := strconv.ParseFloat(h.Get("X-Ratelimit-Remaining"+budget), 64)
		if err == nil && left > 0 {
			continue
		}
		if d, ok := reset(h.Get("X-Ratelimit-Reset"+budget), now); ok {
			longest = max(longest, min(d, longestHint))
		}
	}
	return longest
}

// seconds reads a number of units; a negative one is 0, an absurd one a year.
func seconds(text string, unit time.Duration) (time.Duration, bool) {
	n, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || math.IsNaN(n) {
		return 0, false
	}
	const year = 365 * 24 * time.Hour
	return time.Duration(min(max(n, 0)*float64(unit), float64(year))), true
}

// reset reads the forms in use for x-ratelimit-reset: a duration ("6m0s", "20ms"),
// seconds, Unix time in seconds or milliseconds, or a date.
func reset(text string, now time.Time) (time.Duration, bool) {
	text = strings.TrimSpace(text)
	if d, err := time.ParseDuration(text); err == nil && text != "0" {
		return max(0, d), true
	}
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return max(0, t.Sub(now)), true
	}
	n, err := strconv.ParseFloat(text, 64)
	switch {
	case err != nil || math.IsNaN(n) || n > 1e15:
		return 0, false
	case n > 1e11:
		return max(0, time.UnixMilli(int64(n)).Sub(now)), true
	case n > 1e8:
		return max(0, time.Unix(int64(n), 0).Sub(now)), true
	}
	return seconds(text, time.Second)
}
