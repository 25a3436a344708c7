// Package top shows the flows with most bytes of a running meter on a terminal, or prints them in pages.
package top

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture"
)

// Options configure Run.
type Options struct {
	Source   string // a capture or an interface
	Config   nfstream.Config
	Reading  capture.Limits // of a capture
	Flows    int            // maximum number of flows on the board; 0 for MaxFlows
	Interval time.Duration  // refresh interval
	Speed    int            // factor for playing a capture, 1 or 0 for its speed; intervals of its time grow by the factor
	Pages    int            // number of pages to print, 0 for no limit
	Once     bool           // print one page, for a capture at its end
	View     View
	Page     Page // the size if the terminal's is unknown
	Colour   bool
	Terminal *Terminal // nil to print pages to Output
	Output   io.Writer
	Opened   func(*nfstream.Streamer) // if not nil, called before the stream runs
}

const (
	// MaxFlows is the default limit of flows on the Board of Run.
	MaxFlows = 1 << 14
	// FlowBytes is the approximate memory of a flow: its entry, the entry of the sample, and their indexes.
	FlowBytes = 512
)

// never is a timeout beyond the length of any capture.
const never time.Duration = 1 << 60

// Run shows a source until it ends, the context is done, all pages are printed, or the user quits, which is not an
// error.
func Run(ctx context.Context, o Options) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	r := runner{Options: o, board: NewBoard(cmp.Or(o.Flows, MaxFlows))}
	if err := r.open(); err != nil {
		return err
	}
	if o.Opened != nil {
		o.Opened(r.streamer)
	}
	over := make(chan error, 1)
	go func() { over <- r.streamer.Run(ctx) }()
	err, ended := r.show(ctx, over)
	cancel()
	if ended {
		return err
	}
	e := <-over
	if errors.Is(e, context.Canceled) {
		e = r.broken()
	}
	return errors.Join(err, e)
}

// broken returns the error that ended the capture early, after reading has stopped. A run that was stopped for the
// last page does not return it.
func (r *runner) broken() error {
	if r.pace == nil || r.pace.err == io.EOF || errors.Is(r.pace.err, context.Canceled) {
		return nil
	}
	return r.pace.err
}

// runner is one run.
type runner struct {
	Options
	board    *Board
	model    Model
	streamer *nfstream.Streamer
	live     bool
	ticks    chan tick // of a capture
	pace     *pace     // of a capture
	printed  int
}

func (r *runner) open() (err error) {
	c := r.Config
	c.Plugins = append(c.Plugins, r.board)
	c.ActiveTimeout = never
	if r.live = r.Source != "-" && !exists(r.Source); r.live {
		r.model.Begin(time.Now().UnixNano())
		r.streamer, err = nfstream.Open(r.Source, c)
		return err
	}
	source, err := capture.OpenWithin(r.Reading, r.Source)
	if err != nil {
		return err
	}
	r.ticks = make(chan tick)
	speed := max(r.Speed, 1)
	r.pace = &pace{Source: source, interval: int64(r.Interval) * int64(speed), speed: int64(speed), wait: r.Terminal != nil,
		ticks: r.ticks}
	c.Workers = 1
	if r.Once {
		r.pace.interval, c.IdleTimeout = 0, never
	}
	if r.streamer, err = nfstream.New(r.pace, c); err != nil {
		return errors.Join(err, source.Close())
	}
	return nil
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

// show refreshes and draws until the end of the run. It reports whether the run ended by itself, and its error.
func (r *runner) show(ctx context.Context, over <-chan error) (err error, ended bool) {
	screen, err := r.screen()
	if err != nil {
		return err, false
	}
	defer screen.close()
	clock := r.clock()
	defer clock.Stop()
	for {
		ticks, beat := r.ticks, clock.C
		if r.View.Paused {
			ticks, beat = nil, nil
		}
		more := true
		select {
		case <-ctx.Done():
			return nil, false
		case t := <-ticks:
			more = r.refresh(screen, t.first, t.now)
			close(t.done)
		case now := <-beat:
			more = r.refresh(screen, 0, now.UnixNano())
		case keys := <-screen.keys:
			more = r.press(screen, keys)
		case <-screen.resized:
			if screen.resize() {
				screen.draw(&r.model, &r.View)
			}
		case err = <-over:
			if err != nil || r.live || r.Terminal == nil {
				return err, true
			}
			r.View.Over, r.View.Paused, ended, over = true, false, true, nil
			screen.draw(&r.model, &r.View)
		}
		if !more || screen.err != nil {
			return screen.err, ended
		}
	}
}

// clock ticks only for a live source.
func (r *runner) clock() *time.Ticker {
	if r.live {
		return time.NewTicker(r.Interval)
	}
	t := time.NewTicker(time.Hour)
	t.Stop()
	return t
}

// refresh takes a sample, draws it and reports whether to continue. The first interval of a capture starts with its
// first packet.
func (r *runner) refresh(s *screen, first, now int64) bool {
	if r.model.Now == 0 {
		r.model.Begin(first)
	}
	stats := r.streamer.Stats()
	r.model.Refresh(r.board, now, &stats)
	s.draw(&r.model, &r.View)
	r.printed++
	return r.Pages == 0 || r.printed < r.Pages || r.Terminal != nil
}

func (r *runner) press(s *screen, keys []Key) bool {
	if keys == nil { // the terminal was closed
		return false
	}
	for _, k := range keys {
		if r.View.Press(k, s.page.FlowLines()) {
			return false
		}
	}
	s.draw(&r.model, &r.View)
	return true
}

// printPage writes a page to w.
func printPage(w io.Writer, lines []Line, first bool) error {
	var text []byte
	if !first {
		text = append(text, '\n')
	}
	for _, l := range lines {
		text = append(append(text, l.Text...), '\n')
	}
	if _, err := w.Write(text); err != nil {
		return fmt.Errorf("writing a page: %w", err)
	}
	return nil
}
