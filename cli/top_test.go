package cli

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/bench/workload"
	"github.com/nfstream/nfstream-go/internal/corpus"
)

func TestTopPrintsPages(t *testing.T) {
	corpus.Whole(t, "this command")
	in := sample(t)
	t.Setenv("COLUMNS", "80")
	t.Setenv("LINES", "24")
	t.Setenv("LC_ALL", "C")
	once := good(t, "top", "--once", "--sort", "bytes", in)
	require.Regexp(t, `^ nfstream top  .* by bytes +\d\d:\d\d:\d\d\n`, once)
	require.LessOrEqual(t, strings.Count(once, "\n"), 24)
	for _, r := range once {
		require.Less(t, r, rune(0x7f))
	}
	require.Equal(t, once, good(t, "top", "--batch", "--interval", "10h", "--sort", "bytes", in), "all is one interval")

	pages := good(t, "top", "--interval", "10ms", in)
	n := strings.Count(pages, " nfstream top ")
	require.Greater(t, n, 1)
	require.Equal(t, n-1, strings.Count(pages, "\n\n nfstream top "))
	require.Equal(t, 1, strings.Count(good(t, "top", "--pages", "1", "--interval", "10ms", in), " nfstream top "))
}

func TestTopFilters(t *testing.T) {
	corpus.Whole(t, "this command")
	t.Setenv("COLUMNS", "160")
	t.Setenv("LINES", "100")
	page := good(t, "top", "--once", "--filter", "udp", sample(t))
	_, flows, ok := strings.Cut(page, "SERVER NAME\n")
	require.True(t, ok)
	require.NotEmpty(t, flows)
	for line := range strings.Lines(flows) {
		require.Regexp(t, regexp.MustCompile(`(?i)udp`), line)
	}
}

func TestTopUsage(t *testing.T) {
	corpus.Whole(t, "this command")
	for _, args := range [][]string{{}, {"a", "b"}, {"--interval", "0s", "a"}, {"--sort", "nonsense", "a"},
		{"--pages", "-1", "a"}, {"--speed", "0", "a"}} {
		require.Equal(t, exitUsage, inside(append([]string{"top"}, args...)...).status)
	}
	got := inside("top", "--batch", "no-such-interface")
	require.Equal(t, exitFailure, got.status)
	require.Contains(t, got.err, "neither a file, nor a folder, nor an interface")
}

func TestTopKeepsToLittleMemory(t *testing.T) {
	corpus.Whole(t, "this command")
	t.Setenv("LC_ALL", "C")
	got := inside("top", "--once", "--memory", "1M", sample(t))
	require.NotZero(t, got.status)
	require.Regexp(t, `^nfstream: --memory is 1MiB: want at least \d+[KM]iB for these options\n$`, got.err)
	record := append(pcapHead(), make([]byte, 16+2<<20)...)
	copy(record[24+8:], []byte{0, 0, 0x20, 0, 0, 0, 0x20, 0}) // 2 MiB in the file and on the wire
	long := inside("top", "--once", "--memory", "16M", saved(t, t.TempDir(), "long.pcap", record))
	require.Equal(t, exitFailure, long.status)
	require.Contains(t, long.err, "a record of 2097168 bytes exceeds the 1048576 bytes that the memory limit allows")
	var pcap bytes.Buffer
	_, err := workload.Write(&pcap, workload.Options{Name: "flood", Packets: 30_000, Seed: 1})
	require.NoError(t, err)
	cmd := command(t, "top", "--once", "--memory", "16M", saved(t, t.TempDir(), "flood.pcap", pcap.Bytes()))
	page := execute(t, cmd)
	require.Zero(t, page.status, page.err)
	shown := regexp.MustCompile(`flows: (\d+) alive, 30000 begun; ranked: the 2048 busiest`).FindStringSubmatch(page.out)
	require.NotNil(t, shown, page.out)
	require.NotEqual(t, "30000", shown[1], "the table has room for fewer")
}

// pcapHead is the header of a capture of Ethernet frames, little endian.
func pcapHead() []byte {
	return []byte{0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 18: 0x20, 20: 1, 23: 0}
}
