package cli

import (
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/capture/live"
	"github.com/nfstream/nfstream-go/internal/corpus"
	"github.com/nfstream/nfstream-go/internal/emulate"
)

// topAtTerminal starts the command in 80 columns and 24 lines.
func topAtTerminal(t *testing.T, environ []string, args ...string) *emulator {
	t.Helper()
	cmd := command(t, append([]string{"top", "--interval", "50ms"}, args...)...)
	cmd.Env = slices.DeleteFunc(cmd.Env, func(s string) bool {
		return strings.HasPrefix(s, "COLUMNS=") || strings.HasPrefix(s, "LINES=") || strings.HasPrefix(s, "NO_COLOR=")
	})
	cmd.Env = append(append(cmd.Env, "TERM=xterm", "LC_ALL=C.UTF-8"), environ...)
	return atTerminal(t, cmd, 80, 24)
}

func TestTopAtTerminal(t *testing.T) {
	corpus.Whole(t, "this command")
	p := topAtTerminal(t, nil, "../testdata/web.pcap")
	lines := p.awaitTitle("[ended]")
	require.Len(t, lines, 24)
	require.Contains(t, lines[0], " by rate ")
	require.Contains(t, lines[23], "q quit")
	require.Contains(t, p.written(), "\x1b[1;36m")

	p.press("n")
	p.awaitTitle("by application")
	p.press("b")
	lines = p.awaitTitle("by bytes")
	first := slices.IndexFunc(lines, func(s string) bool { return strings.HasPrefix(s, " SOURCE") }) + 1
	require.Contains(t, lines[first], "11.8 kB")
	p.press("\x1b[B")
	second := lines[first+1]
	p.await("the second flow", func(lines []string) bool { return lines[first] == second })

	p.press("/dNs")
	p.awaitTitle("filter: dNs_")
	p.press("\x7f\r")
	p.awaitTitle("filter: dN ")
	p.press("/s\r")
	lines = p.awaitTitle("filter: dNs ")
	require.Contains(t, lines[first], ":53 ")
	p.press("/nothing\r")
	p.await("no flow", func(lines []string) bool { return strings.Contains(lines[first], "no flow contains dNsnothing") })
	p.press("\x1b")
	p.await("all flows", func(lines []string) bool { return !strings.Contains(lines[0], "filter") })

	p.resize(140, 40)
	p.await("more columns", func(lines []string) bool {
		return len(lines) == 40 && strings.Contains(strings.Join(lines, "\n"), "SERVER NAME\n")
	})
	p.press("q")
	require.NoError(t, p.cmd.Wait())
	p.await("the terminal as it was", func([]string) bool {
		return strings.HasSuffix(p.written(), "\x1b[?25h\x1b[?1049l")
	})
}

func TestTopPauses(t *testing.T) {
	corpus.Whole(t, "this command")
	p := topAtTerminal(t, []string{"NO_COLOR=1"}, saved(t, t.TempDir(), "long.pcap", traffic(t, 100_000, 1)))
	p.await("a flow", func(lines []string) bool { return len(lines) == 24 && !strings.Contains(lines[0], "waiting") })
	p.press(" ")
	paused := p.awaitTitle("[paused]")
	p.press("x")
	require.Equal(t, paused, p.awaitTitle("[paused]"))
	require.NotContains(t, p.written(), "\x1b[1;3", "a colour")
	p.press(" ")
	p.await("no pause", func(lines []string) bool { return !strings.Contains(lines[0], "[paused]") })
	p.press("\x03")
	require.NoError(t, p.cmd.Wait())
}

func TestTopPrintsPagesAtPlainTerminals(t *testing.T) {
	corpus.Whole(t, "this command")
	for _, name := range []string{"dumb", "vt100"} {
		p := topAtTerminal(t, []string{"TERM=" + name}, "../testdata/web.pcap")
		require.NoError(t, p.cmd.Wait())
		p.await("a page", func([]string) bool { return strings.Contains(p.written(), "nfstream top") })
		require.NotContains(t, p.written(), "\x1b")
	}
}

func TestTopOfInterface(t *testing.T) {
	corpus.Whole(t, "this command")
	emulate.Skip(t, "netlink")
	all, err := live.Interfaces()
	require.NoError(t, err)
	lo := slices.IndexFunc(all, func(i live.Interface) bool { return i.Name == "lo" && i.Up && i.Permitted })
	if lo < 0 {
		t.Skip("lo is not up, or capturing on CAP_NET_RAW is required")
	}
	receiver, err := net.ListenPacket("udp", "127.0.0.1:0")
	require.NoError(t, err)
	defer receiver.Close()
	sender, err := net.Dial("udp", receiver.LocalAddr().String())
	require.NoError(t, err)
	defer sender.Close()
	over := make(chan struct{})
	defer close(over)
	go func() {
		for {
			select {
			case <-over:
				return
			case <-time.After(5 * time.Millisecond):
				_, _ = sender.Write(make([]byte, 1000))
			}
		}
	}()
	p := topAtTerminal(t, nil, "--ring-size", "4MiB", "--filter", sender.LocalAddr().String(), "lo")
	lines := p.await("the flow", func(lines []string) bool {
		return len(lines) == 24 && strings.HasPrefix(lines[9], " "+sender.LocalAddr().String())
	})
	require.Contains(t, lines[9], "UDP ?")
	p.await("further bytes", func(now []string) bool { return now[9] != lines[9] && strings.Contains(now[9], "kB") })
	p.press("q")
	require.NoError(t, p.cmd.Wait())
}
