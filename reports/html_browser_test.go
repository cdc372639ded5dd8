package reports

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"dialogo/bench"
	"dialogo/bench/benchtest"
)

// tab is a browser's tab with one page, and all that it complained of or asked for.
type tab struct {
	t   *testing.T
	ctx context.Context
	url string

	mu       sync.Mutex
	trouble  []string
	requests []string
}

// openInChromium opens a record's page as a user would: from a file.
func openInChromium(t *testing.T, r *bench.Record) *tab {
	t.Helper()
	chromium, err := exec.LookPath("chromium")
	benchtest.Need(t, err == nil, "chromium (Debian package)")
	file := filepath.Join(t.TempDir(), "report.html")
	if err := os.WriteFile(file, []byte(writeHTMLText(t, r)), 0o644); err != nil {
		t.Fatal(err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium), chromedp.DisableGPU,
		chromedp.NoSandbox, // Chromium refuses its own sandbox to root, which CI is
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.WindowSize(1280, 900))
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	b := &tab{t: t, ctx: ctx, url: "file://" + file}
	if err := chromedp.Listen(ctx, b.note); err != nil { // log, network and runtime events are on by default
		t.Fatal(err)
	}
	b.do(chromedp.Navigate(b.url), chromedp.WaitVisible(chromedp.CSS("#viewer")))
	return b
}

func (b *tab) note(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		b.trouble = append(b.trouble, "exception: "+e.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		b.trouble = append(b.trouble, "console: "+e.Type.String())
	case *log.EventEntryAdded:
		b.trouble = append(b.trouble, "log: "+e.Entry.Text)
	case *network.EventRequestWillBeSent:
		b.requests = append(b.requests, e.Request.URL)
	}
}

func (b *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

func (b *tab) run(script string) { evaluate[chromedp.Void](b, script) }

func evaluate[T any](b *tab, script string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](script))
	if err != nil {
		b.t.Fatalf("%s: %v", script, err)
	}
	return v
}

func (b *tab) text(selector chromedp.CSS) string {
	b.t.Helper()
	s, err := chromedp.Run(b.ctx, chromedp.Text(selector))
	if err != nil {
		b.t.Fatalf("%s: %v", selector, err)
	}
	return s
}

// quiet checks that the page caused no error and asked for nothing but itself.
func (b *tab) quiet() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.trouble) > 0 {
		b.t.Errorf("the browser complains:\n%s", strings.Join(b.trouble, "\n"))
	}
	for _, url := range b.requests {
		if address, _, _ := strings.Cut(url, "#"); address != b.url && !strings.HasPrefix(url, "data:") && url != "about:blank" {
			b.t.Errorf("the page asks for %s", url)
		}
	}
	if len(b.requests) == 0 {
		b.t.Error("not even the page itself was asked for: requests are not seen")
	}
}

// pageState is where the reader is.
type pageState struct{ Focus, Class, Outline, Hash string }

func (b *tab) state() pageState {
	b.t.Helper()
	return evaluate[pageState](b, `({Focus: document.activeElement.id, Class: document.activeElement.className,
		Outline: getComputedStyle(document.activeElement).outlineStyle, Hash: location.hash})`)
}

func (b *tab) count(selector string) int {
	b.t.Helper()
	return evaluate[int](b, `document.querySelectorAll("`+selector+`").length`)
}

func TestChromiumOpensTranscripts(t *testing.T) {
	b := openInChromium(t, demo())
	b.run(`[...document.querySelectorAll("#heatmap td.h-2 a")].at(-1).classList.add("pick-me")`)
	const cell = chromedp.CSS("#heatmap a.pick-me")
	b.do(chromedp.Click(cell), chromedp.WaitVisible(chromedp.CSS("#episode:focus")))
	want := evaluate[struct{ Task, Hash string }](b, `(() => { const hash = document.querySelector("a.pick-me").hash;
		return {Task: new URLSearchParams(hash.slice(1)).get("task"), Hash: hash}; })()`)
	if s := b.state(); s.Focus != "episode" || s.Hash != want.Hash {
		t.Errorf("after a click the focus is on %q, the address is %q, the link's %q", s.Focus, s.Hash, want.Hash)
	}
	if heading := b.text("#episode h3"); !strings.HasPrefix(heading, want.Task) {
		t.Errorf("the transcript is of %q, want %q", heading, want.Task)
	}
	if turns, added := b.count("#episode .turn"), b.count("#episode .add"); turns != 3 || added == 0 {
		t.Errorf("%d turns, %d lines added: want 3 turns and a diff", turns, added)
	}
	if sign := b.text("#episode .add .sign"); sign != "+" {
		t.Errorf("an added line is marked %q", sign)
	}
	if all := b.text("#episode"); !strings.Contains(all, "Feedback to the model, for turn 1") || !strings.Contains(all, "Solved at turn 2") {
		t.Errorf("the transcript lacks its feedback or its end:\n%s", all)
	}
	if broken := b.diffsThatDoNotAddUp(); broken != "" {
		t.Errorf("the lines kept and added of %s are not its whole code", broken)
	}
	b.run(`document.querySelector("#pick-mix").value = "0"; document.querySelector("#pick-mix").dispatchEvent(new Event("change"))`)
	if line := b.text("#episode .about"); !strings.Contains(line, "mix A") {
		t.Errorf("after choosing mix A the transcript is of %q", line)
	}
	b.do(chromedp.Navigate("about:blank"), chromedp.Navigate(b.url+want.Hash), chromedp.WaitVisible(chromedp.CSS("#episode .add")))
	if heading := b.text("#episode h3"); !strings.HasPrefix(heading, want.Task) {
		t.Errorf("a link to a transcript opens %q", heading)
	}
	b.quiet()
}

// diffsThatDoNotAddUp unfolds every diff shown and compares the lines that stay or
// come with the whole code beside it.
func (b *tab) diffsThatDoNotAddUp() string {
	b.t.Helper()
	b.run(`for (const f of document.querySelectorAll("#episode .fold")) f.click();
		for (const d of document.querySelectorAll("#episode .columns details")) d.open = true;`)
	b.do(chromedp.WaitVisible(chromedp.CSS("#episode .columns details .code")))
	return evaluate[string](b, `(() => {
		const lines = (box, rows) => [...box.querySelectorAll(rows)].map((r) => r.textContent).join("\n");
		for (const turn of document.querySelectorAll("#episode .turn")) {
			const [diff, whole] = turn.querySelectorAll(".code");
			if (whole && lines(diff, ".row:not(.del) .src") !== lines(whole, ".src")) return turn.getAttribute("aria-label");
		}
		return "";
	})()`)
}

func TestChromiumWorksByKeyboard(t *testing.T) {
	b := openInChromium(t, demo())
	b.do(chromedp.KeyEvent(kb.Tab))
	if s := b.state(); s.Class != "skip" || s.Outline != "solid" {
		t.Errorf("the first stop is %q with outline %q, want the skip link, outlined", s.Class, s.Outline)
	}
	// From the table's first link: one stop on, enter, and the transcript is there.
	b.run(`document.querySelector("#heatmap a").focus()`)
	b.do(chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(kb.Enter), chromedp.WaitVisible(chromedp.CSS("#episode:focus")))
	if s := b.state(); s.Focus != "episode" || !strings.HasPrefix(s.Hash, "#mix=") {
		t.Errorf("after enter on a link the focus is on %q, the address is %q", s.Focus, s.Hash)
	}
	before := b.text("#episode h3")
	b.do(chromedp.Focus(chromedp.CSS("#next")), chromedp.KeyEvent(" "))
	if after := b.text("#episode h3"); after == before {
		t.Errorf("Next does not leave %q", before)
	}
	b.do(chromedp.Focus(chromedp.CSS("#pick-model")), chromedp.KeyEvent(kb.ArrowDown))
	if line := b.text("#episode .about"); !strings.HasPrefix(line, "sim/medium") {
		t.Errorf("an arrow key in the list of models leads to %q", line)
	}
	b.quiet()
}

// TestChromiumTakesHostileText opens every transcript of a run whose texts try to
// become markup.
func TestChromiumTakesHostileText(t *testing.T) {
	r := rough()
	b := openInChromium(t, r)
	odd := evaluate[struct{ Opened, Images, Scripts int }](b, `(() => {
		let opened = 0;
		for (const a of document.querySelectorAll("#heatmap a")) {
			history.replaceState(null, "", a.hash);
			dispatchEvent(new HashChangeEvent("hashchange"));
			for (const d of document.querySelectorAll("#episode details")) d.open = true;
			if (document.querySelector("#episode .turn")) opened++;
		}
		return {Opened: opened, Images: document.images.length, Scripts: document.scripts.length};
	})()`)
	if odd.Opened != len(r.Episodes) || odd.Images != 0 || odd.Scripts != 2 {
		t.Errorf("%d of %d transcripts open; %d images and %d scripts, want 0 and 2", odd.Opened, len(r.Episodes), odd.Images, odd.Scripts)
	}
	b.quiet()
}

// TestChromiumWithoutScript checks that charts, tables and, of a short run, the
// transcripts can be read with scripts switched off.
func TestChromiumWithoutScript(t *testing.T) {
	b := openInChromium(t, madeRecord(1, 3, "compile+exec:full"))
	b.do(chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}), chromedp.Navigate("about:blank"), chromedp.Navigate(b.url))
	b.do(chromedp.WaitVisible(chromedp.CSS(".board")), chromedp.WaitVisible(chromedp.CSS("#curves-solved-0-t ~ path")),
		chromedp.WaitVisible(chromedp.CSS("#heatmap")), chromedp.Click(chromedp.CSS("noscript summary")))
	if code := b.text("noscript pre + h3 + pre"); !strings.Contains(code, "func SolveA") {
		t.Errorf("the first transcript shows %q", code)
	}
	if n := b.count("#viewer:not([hidden])"); n != 0 {
		t.Error("the viewer is shown though it cannot work")
	}
	b.quiet()
}

// TestChromiumPageFits checks that no width makes the page itself scroll sideways.
func TestChromiumPageFits(t *testing.T) {
	b := openInChromium(t, rough())
	for _, width := range []int64{320, 600, 900, 1400} {
		b.do(chromedp.EmulateViewport(width, 800))
		if over := evaluate[int](b, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
			t.Errorf("at %d pixels the page is %d too wide", width, over)
		}
	}
	b.quiet()
}
