package cli

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// emulator is a command at a pseudo-terminal, and the screen contents.
type emulator struct {
	t    *testing.T
	user *os.File
	cmd  *exec.Cmd

	mu      sync.Mutex
	screen  [][]rune
	row     int
	column  int
	raw     []byte
	unknown []string // sequences
}

// atTerminal starts a command at a pseudo-terminal.
func atTerminal(t *testing.T, cmd *exec.Cmd, columns, rows uint16) *emulator {
	t.Helper()
	user, tty := terminal(t)
	p := &emulator{t: t, user: user, cmd: cmd}
	p.resize(columns, rows)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = tty, tty, tty
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	require.NoError(t, cmd.Start())
	tty.Close()
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	go p.read()
	return p
}

func (p *emulator) resize(columns, rows uint16) {
	require.NoError(p.t, unix.IoctlSetWinsize(int(p.user.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Col: columns, Row: rows}))
}

func (p *emulator) read() {
	buf := make([]byte, 4096)
	for {
		n, err := p.user.Read(buf)
		if err != nil {
			return
		}
		p.mu.Lock()
		p.raw = append(p.raw, buf[:n]...)
		p.replay()
		p.mu.Unlock()
	}
}

// replay rebuilds the screen from all output.
func (p *emulator) replay() {
	p.screen, p.row, p.column, p.unknown = nil, 0, 0, nil
	text := string(p.raw)
	for text != "" {
		if strings.HasPrefix(text, "\x1b") {
			sequence, rest, ok := cutSequence(text)
			if !ok {
				return // the rest is still to come
			}
			p.obey(sequence)
			text = rest
			continue
		}
		if !utf8.FullRuneInString(text) {
			return
		}
		r, n := utf8.DecodeRuneInString(text)
		p.put(r)
		text = text[n:]
	}
}

// cutSequence removes a control sequence (ECMA-48, section 5.4) from the start of a text, and reports whether it is
// complete.
func cutSequence(text string) (sequence, rest string, whole bool) {
	if len(text) < 2 {
		return "", text, false
	}
	end := strings.IndexFunc(text[2:], func(r rune) bool { return r >= '@' && r <= '~' })
	if end < 0 {
		return "", text, false
	}
	return text[2 : end+3], text[end+3:], true
}

func (p *emulator) obey(sequence string) {
	switch {
	case strings.HasSuffix(sequence, "H"):
		_, _ = fmt.Sscanf(sequence, "%d;%dH", &p.row, &p.column)
		p.row--
		p.column--
	case sequence == "K":
		if p.row < len(p.screen) {
			p.screen[p.row] = p.screen[p.row][:min(p.column, len(p.screen[p.row]))]
		}
	case sequence == "2J":
		p.screen = nil
	case strings.HasSuffix(sequence, "m"), strings.HasPrefix(sequence, "?"):
	default:
		p.unknown = append(p.unknown, sequence)
	}
}

func (p *emulator) put(r rune) {
	for len(p.screen) <= p.row {
		p.screen = append(p.screen, nil)
	}
	line := &p.screen[p.row]
	for len(*line) <= p.column {
		*line = append(*line, ' ')
	}
	(*line)[p.column] = r
	p.column++
}

// lines returns the lines of the screen.
func (p *emulator) lines() (lines []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	require.Empty(p.t, p.unknown)
	for _, line := range p.screen {
		lines = append(lines, strings.TrimRight(string(line), " "))
	}
	return lines
}

func (p *emulator) written() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return string(p.raw)
}

func (p *emulator) press(keys string) {
	_, err := p.user.WriteString(keys)
	require.NoError(p.t, err)
}

// await waits until the screen meets a condition.
func (p *emulator) await(what string, seen func(lines []string) bool) []string {
	p.t.Helper()
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		lines := p.lines()
		if len(lines) == 0 {
			lines = []string{""}
		}
		if seen(lines) {
			return lines
		}
		if time.Now().After(end) {
			p.t.Fatalf("%s is not seen:\n%s", what, strings.Join(lines, "\n"))
		}
	}
}

// awaitTitle waits until the first line contains a text.
func (p *emulator) awaitTitle(text string) []string {
	p.t.Helper()
	return p.await(text, func(lines []string) bool { return strings.Contains(lines[0], text) })
}
