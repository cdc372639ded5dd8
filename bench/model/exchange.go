package model

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"time"

	"github.com/cenkalti/backoff/v5"
	"golang.org/x/time/rate"

	"dialogo/bench"
)

// largestReply bounds a reply in bytes, decompressed.
const largestReply = 32 << 20

// link is the way to one model's endpoint. Many calls use it at once.
type link struct {
	endpoint *url.URL
	public   string // the endpoint, fit to be shown
	key      string
	secrets  secrets
	client   *http.Client
	timeout  time.Duration
	retries  int
	pace     *rate.Limiter // nil is no bound
	slots    chan struct{} // nil is no bound
	gate     *gate
	now      func() time.Time
	sleep    func(context.Context, time.Duration) error
	standing standing
}

// exchange is one call's way over the network. It is the HTTP client of both
// services' clients: it sends its own body to its own address, whatever they
// wrote, tries again where that may help, and keeps what came back.
type exchange struct {
	*link
	body     []byte
	attempts []bench.Attempt
	status   int
	raw      []byte
}

func (l *link) exchange(body []byte) *exchange { return &exchange{link: l, body: body} }

// RoundTrip implements http.RoundTripper.
func (x *exchange) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		r.Body.Close()
	}
	return x.Do(r)
}

// Do implements openai.HTTPDoer. Its error is a *failure, or that of a done context.
// A standing refusal is no try, so it is not logged as one.
func (x *exchange) Do(r *http.Request) (*http.Response, error) {
	ctx, waits := r.Context(), x.waits()
	for try := 0; ; try++ {
		started := x.now()
		header, f, err := x.try(ctx)
		if err != nil {
			return nil, err
		}
		log := bench.Attempt{Status: x.status, DurationMS: milliseconds(x.now().Sub(started))}
		if f == nil {
			x.attempts = append(x.attempts, log)
			return x.response(r, header), nil
		}
		again := f.again && try < x.retries
		wait := max(0, f.wait)
		if again && wait == 0 {
			wait = waits()
		}
		log.Error = x.secrets.clean(f.cause + ": " + f.detail)
		if again {
			log.WaitMS = milliseconds(wait)
		}
		x.attempts = append(x.attempts, log)
		if !again {
			return nil, f
		}
		if err := x.sleep(ctx, wait); err != nil {
			return nil, err
		}
	}
}

// waits yields the waits after each failed try: exponential, and spread by a
// quarter to both sides so that calls refused together do not come back together.
func (x *exchange) waits() func() time.Duration {
	b := &backoff.ExponentialBackOff{InitialInterval: firstBackoff, Multiplier: 2, MaxInterval: longestBackoff}
	sum := sha256.Sum256(x.body)
	spread := rand.New(rand.NewPCG(binary.BigEndian.Uint64(sum[:]), binary.BigEndian.Uint64(sum[8:])))
	return func() time.Duration {
		return time.Duration(float64(b.NextBackOff()) * (0.75 + spread.Float64()/2))
	}
}

// try sends the request once, when the bounds allow it. The error is that of a
// done context or a standing refusal; then nothing was sent.
func (x *exchange) try(ctx context.Context) (http.Header, *failure, error) {
	x.status, x.raw = 0, nil
	leave, err := x.admit(ctx)
	if err != nil {
		return nil, nil, err
	}
	header, f := x.send(ctx)
	x.standing.note(f) // before the next in the queue gets this one's place
	leave(f)
	return header, f, nil
}

// admit waits until the bounds let one more request through. A model that refuses
// for good is found out before each wait and after the last.
func (l *link) admit(ctx context.Context) (leave func(*failure), err error) {
	if err := l.standing.refusal(); err != nil {
		return nil, err
	}
	if l.slots != nil {
		select {
		case l.slots <- struct{}{}:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	free := func() {
		if l.slots != nil {
			<-l.slots
		}
	}
	round, err := l.gate.enter(ctx)
	if err != nil {
		free()
		return nil, err
	}
	leave = func(f *failure) {
		l.gate.leave(round, f != nil && f.overloaded, f == nil)
		free()
	}
	err = l.standing.refusal()
	if err == nil {
		err = l.keepPace(ctx)
	}
	if err == nil {
		err = l.standing.refusal()
	}
	if err != nil {
		leave(&failure{})
		return nil, err
	}
	return leave, nil
}

// keepPace waits for the study's requests a minute, evenly spaced.
func (l *link) keepPace(ctx context.Context) error {
	if l.pace == nil {
		return ctx.Err()
	}
	now := l.now()
	r := l.pace.ReserveN(now, 1)
	if err := l.sleep(ctx, r.DelayFrom(now)); err != nil {
		r.CancelAt(now)
		return err
	}
	return nil
}

// send makes one request and reads its whole reply.
func (x *exchange) send(ctx context.Context) (http.Header, *failure) {
	ctx, cancel := context.WithTimeoutCause(ctx, x.timeout, errSlow)
	defer cancel()
	resp, err := x.client.Do(x.request(ctx))
	if err != nil {
		return nil, x.unsent(err, errors.Is(context.Cause(ctx), errSlow))
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(resp.Body, largestReply+1))
	x.status = resp.StatusCode
	if err != nil {
		return nil, x.unsent(fmt.Errorf("the reply broke off: %w", err), errors.Is(context.Cause(ctx), errSlow))
	}
	if len(raw) > largestReply {
		return nil, &failure{cause: "malformed", status: x.status, detail: fmt.Sprintf("the reply is larger than %d MiB", largestReply>>20)}
	}
	x.raw = x.secrets.hideJSON(bytes.ToValidUTF8(raw, []byte("\uFFFD")))
	return resp.Header, refusal(x.status, resp.Header, x.raw, x.now())
}

// errSlow tells a try's time-out from the end of the whole call.
var errSlow = errors.New("the try ran out of time")

// request is the request as it goes out.
func (x *exchange) request(ctx context.Context) *http.Request {
	r := &http.Request{
		Method: http.MethodPost, URL: x.endpoint, Host: x.endpoint.Host,
		Body: io.NopCloser(bytes.NewReader(x.body)), ContentLength: int64(len(x.body)),
		GetBody: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(x.body)), nil },
		Header: http.Header{
			"Content-Type": {"application/json"}, "Accept": {"application/json"}, "User-Agent": {"dialogo"},
		},
	}
	if x.key != "" {
		r.Header.Set("Authorization", "Bearer "+x.key)
	}
	return r.WithContext(ctx)
}

// response hands the kept reply to the client.
func (x *exchange) response(r *http.Request, h http.Header) *http.Response {
	return &http.Response{
		StatusCode: x.status, Status: fmt.Sprintf("%d %s", x.status, http.StatusText(x.status)),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: h, Request: r,
		Body: io.NopCloser(bytes.NewReader(x.raw)), ContentLength: int64(len(x.raw)),
	}
}
