package top

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/nfstream/nfstream-go/internal/cells"
	"golang.org/x/term"
)

// Terminal is the terminal for keys and pages.
type Terminal struct{ In, Out *os.File }

// screen draws pages. On a terminal it updates them in place.
type screen struct {
	page    Page
	out     io.Writer
	colour  bool
	drawn   []Line // lines on the terminal
	printed bool
	err     error // first error of out

	terminal *Terminal // nil to print pages
	state    *term.State
	keys     chan []Key // receives nil at the end of input
	resized  <-chan time.Time
	poll     *time.Ticker
}

// pollSize is the interval of polling the terminal's size, which works on all systems.
const pollSize = 200 * time.Millisecond

// Control sequences (ECMA-48, xterm) for the alternate screen and the cursor.
const (
	enter = "\x1b[?1049h\x1b[?25l\x1b[2J"
	leave = "\x1b[0m\x1b[2J\x1b[?25h\x1b[?1049l"
)

func (r *runner) screen() (*screen, error) {
	s := &screen{page: r.Page, out: r.Output, colour: r.Colour, terminal: r.Terminal}
	if s.terminal == nil {
		return s, nil
	}
	s.out, s.page.Keys = s.terminal.Out, true
	var err error
	if s.state, err = term.MakeRaw(int(s.terminal.In.Fd())); err != nil {
		return nil, fmt.Errorf("terminal: %w", err)
	}
	showSequences(s.terminal.Out)
	s.poll = time.NewTicker(pollSize)
	s.keys, s.resized = make(chan []Key), s.poll.C
	go readKeys(s.terminal.In, s.keys)
	_, s.err = io.WriteString(s.out, enter)
	s.resize()
	s.draw(&r.model, &r.View)
	return s, nil
}

func (s *screen) close() {
	if s.terminal == nil {
		return
	}
	s.poll.Stop()
	_, _ = io.WriteString(s.out, leave)
	_ = term.Restore(int(s.terminal.In.Fd()), s.state)
}

// readKeys sends keys until the process ends, because a read of a terminal cannot be interrupted.
func readKeys(in io.Reader, keys chan<- []Key) {
	var sent [256]byte
	for {
		n, err := in.Read(sent[:])
		if n > 0 {
			keys <- parseKeys([]Key{}, sent[:n])
		}
		if err != nil {
			keys <- nil
			return
		}
	}
}

// draw shows the model. On a terminal it draws only changes.
func (s *screen) draw(m *Model, v *View) {
	if s.err != nil {
		return
	}
	if s.terminal == nil {
		s.err = printPage(s.out, s.page.Lines(m, v), !s.printed)
		s.printed = true
		return
	}
	lines := s.page.Lines(m, v)
	if text := s.changes(lines); len(text) > 0 {
		_, s.err = s.out.Write(text)
	}
	s.drawn = lines
}

// resize updates the terminal's size and reports whether it has changed. All lines must then be redrawn.
func (s *screen) resize() bool {
	width, height, err := term.GetSize(int(s.terminal.Out.Fd()))
	if err != nil || width <= 0 || height <= 0 || width == s.page.Width && height == s.page.Height {
		return false
	}
	s.page.Width, s.page.Height = width, height
	s.drawn = nil
	if s.err == nil {
		_, s.err = io.WriteString(s.out, "\x1b[0m\x1b[2J")
	}
	return true
}

// changes returns the output that makes the terminal show the lines.
func (s *screen) changes(lines []Line) []byte {
	var b bytes.Buffer
	for i := range max(len(lines), len(s.drawn)) {
		var now Line
		if i < len(lines) {
			now = lines[i]
		}
		if i < len(s.drawn) && s.drawn[i] == now {
			continue
		}
		fmt.Fprintf(&b, "\x1b[%d;1H%s%s", i+1, s.style(now.Style), now.Text)
		switch room := s.page.Width - cells.Width([]byte(now.Text)); {
		case now.Style == Title:
			b.Write(cells.Fill(nil, room))
		case room > 0:
			b.WriteString("\x1b[K")
		}
		b.WriteString("\x1b[0m")
	}
	return b.Bytes()
}

// style starts a style. Without colour it uses bold and reverse.
func (s *screen) style(of Style) string {
	switch {
	case of == Title:
		return "\x1b[7m"
	case of == Head && s.colour:
		return "\x1b[1;36m"
	case of == Head:
		return "\x1b[1m"
	case of == Alert && s.colour:
		return "\x1b[1;31m"
	case of == Alert:
		return "\x1b[1m"
	}
	return ""
}
