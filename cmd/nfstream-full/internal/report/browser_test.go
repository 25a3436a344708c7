package report

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"
)

// patience is how long a page may take for one step. The machine may be busy.
const patience = 2 * time.Minute

// chromium is the browser of all tests, started once.
var chromium = sync.OnceValues(func() (context.Context, func()) {
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.WindowSize(1400, 1000),
		chromedp.Flag("disable-dev-shm-usage", true), chromedp.Flag("no-proxy-server", true))
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(ctx)
	if err := chromedp.Do(ctx); err != nil {
		panic(err)
	}
	return ctx, func() { cancel(); stop() }
})

var started bool

func TestMain(m *testing.M) {
	status := m.Run()
	if started {
		_, stop := chromium()
		stop()
	}
	os.Exit(status)
}

type action = chromedp.Action[chromedp.Void]

// tab is a page in the browser, with what it reported.
type tab struct {
	t   *testing.T
	ctx context.Context

	mu       sync.Mutex
	problems []string // messages of the console, exceptions, and requests other than for the page
}

// open opens a page and waits until its flows are loaded. The test fails if the page reports anything or asks for
// anything but itself.
func open(t *testing.T, path string, before ...action) *tab {
	t.Helper()
	found := false
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		_, err := exec.LookPath(name)
		found = found || err == nil
	}
	if !found {
		t.Skip("there is no chromium")
	}
	started = true
	browser, _ := chromium()
	ctx, cancel := chromedp.NewContext(browser)
	p := &tab{t: t, ctx: ctx}
	url := "file://" + path
	require.NoError(t, chromedp.Listen(ctx, func(event any) { p.note(event, url) }))
	t.Cleanup(func() {
		cancel()
		p.mu.Lock()
		defer p.mu.Unlock()
		require.Empty(t, p.problems)
	})
	_, err := chromedp.Call(ctx, network.Enable, network.EnableParams{})
	require.NoError(t, err)
	p.do(before...)
	p.do(chromedp.Navigate(url))
	p.await(`document.documentElement.dataset.ready !== undefined`)
	require.Equal(t, "true", eval[string](p, `document.documentElement.dataset.ready`), p.text("#status"))
	return p
}

func (p *tab) note(event any, url string) {
	problem := ""
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		problem = fmt.Sprintf("console.%s: %s", e.Type, e.Args[0].Value)
	case *runtime.EventExceptionThrown:
		problem = e.ExceptionDetails.Text + " " + e.ExceptionDetails.Exception.Description
	case *log.EventEntryAdded:
		problem = e.Entry.Text
	case *network.EventRequestWillBeSent:
		if e.Request.URL == url {
			return
		}
		problem = "request: " + e.Request.URL
	default:
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.problems = append(p.problems, problem)
}

func (p *tab) do(actions ...action) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	err := chromedp.Do(ctx, actions...)
	p.mu.Lock()
	defer p.mu.Unlock()
	require.NoError(p.t, err, "%v", p.problems)
}

// await waits until an expression is true.
func (p *tab) await(expression string) {
	p.t.Helper()
	_, err := chromedp.Run(p.ctx, chromedp.Poll[bool](expression, chromedp.WithPollingInterval(20*time.Millisecond),
		chromedp.WithPollingTimeout(patience)))
	p.mu.Lock()
	defer p.mu.Unlock()
	require.NoError(p.t, err, "%s: %v", expression, p.problems)
}

// eval returns the value of an expression.
func eval[T any](p *tab, expression string) (value T) {
	p.t.Helper()
	value, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](expression))
	require.NoError(p.t, err, expression)
	return value
}

// figure returns the exact value of a tile.
func (p *tab) figure(id string) int64 {
	return eval[int64](p, fmt.Sprintf("Number(document.getElementById('figure-%s').dataset.value)", id))
}

// bars returns the exact values of the bars of a card by key.
func (p *tab) bars(facet string) map[string]int64 {
	return eval[map[string]int64](p, fmt.Sprintf(`Object.fromEntries([...document.querySelectorAll('#facet-%s button.bar')]
		.map((bar) => [bar.dataset.key, Number(bar.dataset.value)]))`, facet))
}

// clickBar clicks on the bar of a key.
func (p *tab) clickBar(facet, key string) {
	p.t.Helper()
	require.True(p.t, eval[bool](p, fmt.Sprintf(`(() => {
		const bar = [...document.querySelectorAll('#facet-%s button.bar')].find((one) => one.dataset.key === %q);
		bar?.click();
		return bar !== undefined;
	})()`, facet, key)), "no bar %s of %s", key, facet)
}

// cells returns the texts of a column of the table.
func (p *tab) cells(column string) []string {
	return eval[[]string](p, fmt.Sprintf(`[...document.querySelectorAll('tr.flow .c-%s')].map((cell) => cell.textContent)`, column))
}

func (p *tab) text(selector string) (text string) {
	return eval[string](p, fmt.Sprintf("document.querySelector(%q).textContent", selector))
}

// dark makes the system prefer dark pages.
func dark() action {
	return media(emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}})
}

func media(m emulation.SetEmulatedMediaParams) action {
	return func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, m)
		return chromedp.Void{}, err
	}
}

// The screenshots of the captures that NFSTREAM_SHOTS names, for people to look at.
func TestScreenshots(t *testing.T) {
	folder := os.Getenv("NFSTREAM_SHOTS")
	if folder == "" {
		t.Skip("NFSTREAM_SHOTS names no folder with pages")
	}
	pages, err := filepath.Glob(filepath.Join(folder, "*.html"))
	require.NoError(t, err)
	for _, page := range pages {
		for name, before := range map[string][]action{
			"light": {chromedp.EmulateViewport(1400, 1000)},
			"dark":  {chromedp.EmulateViewport(1400, 1000), dark()},
			"print": {chromedp.EmulateViewport(794, 1123), media(emulation.SetEmulatedMediaParams{Media: "print"})},
			"phone": {chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile)},
		} {
			p := open(t, page, before...)
			p.do(chromedp.Sleep(300 * time.Millisecond))
			image, err := chromedp.Run(p.ctx, chromedp.FullScreenshot(100))
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(strings.TrimSuffix(page, ".html")+"-"+name+".png", image, 0o644))
			if name != "light" {
				continue
			}
			p.do(clickIf("#facet-application li:nth-child(2) button"), clickIf("tr.flow .opener"), chromedp.Sleep(300*time.Millisecond))
			p.do(chromedp.Focus(chromedp.CSS("#timeline")), chromedp.KeyEvent(kb.ArrowRight), chromedp.KeyEvent(kb.ArrowRight))
			image, err = chromedp.Run(p.ctx, chromedp.FullScreenshot(100))
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(strings.TrimSuffix(page, ".html")+"-filtered.png", image, 0o644))
		}
	}
}
