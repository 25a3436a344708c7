package cli

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/bench/workload"
)

func TestSizes(t *testing.T) {
	for text, want := range map[string]int{"1": 1, "1048576": 1 << 20, "16M": 16 << 20, "16MiB": 16 << 20, "3K": 3 << 10,
		"3KiB": 3 << 10, "1G": 1 << 30, "1GiB": 1 << 30, "2 MiB": 2 << 20, "007M": 7 << 20,
		"16m": 16 << 20, "16mi": 16 << 20, "16Mi": 16 << 20, "16mib": 16 << 20, "16MIB": 16 << 20, "3k": 3 << 10, "3ki": 3 << 10,
		"3 Ki": 3 << 10, "1g": 1 << 30, "1gi": 1 << 30, "1Gib": 1 << 30} {
		var n int
		require.NoError(t, size{&n}.Set(text), text)
		require.Equal(t, want, n, text)
	}
	for _, text := range []string{"", "0", "0M", "-1", "+1", "1MB", "1mb", "1i", "1ib", "1b", "1kk", "m1", "M", "MiB", "12iB", "1MK",
		"1MiBiB", "1.5M", "1 M x",
		"9223372036854775807G", "99999999999999999999", "1e6", "0x10"} {
		n := 42
		require.Error(t, size{&n}.Set(text), text)
		require.Equal(t, 42, n)
	}
}

// The text of a size parses to the same size.
func FuzzSize(f *testing.F) {
	for _, text := range []string{"16M", "64MiB", "1048576", "3 KiB", "1G", "12iB"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var n, again int
		if (size{&n}).Set(text) != nil {
			require.Zero(t, n)
			return
		}
		require.Positive(t, n)
		require.NoError(t, size{&again}.Set(size{&n}.String()))
		require.Equal(t, n, again)
	})
}

func TestMemoryOfTheLibrary(t *testing.T) {
	c := parsed(t, "--memory=16M")
	require.Equal(t, 16<<20-programBytes, c.Memory)
	require.Zero(t, c.RingSize)
	require.Equal(t, 4<<20, parsed(t, "--memory=16M", "--ring-size=4M").RingSize)
	require.Equal(t, c.Memory-pressBytes, parsed(t, "--memory=16M", "-o", "flows.csv.gz").Memory)
	require.Zero(t, parsed(t).Memory)
}

func TestTooLittleMemory(t *testing.T) {
	got := inside("flows", "--memory=3M", "--statistics", sample(t))
	require.Equal(t, exitUsage, got.status)
	require.Regexp(t, `^nfstream: --memory is 3MiB: want at least \d+[KM]iB for these options\n$`, got.err)
	least, _, _ := strings.Cut(got.err[strings.Index(got.err, "least ")+6:], " ")
	enough := execute(t, command(t, "flows", "--memory", least, "--statistics", sample(t)))
	require.Zero(t, enough.status, enough.err)
}

// The summary shows what was reduced. Without reductions the rows equal those without a bound.
func TestMemoryIsKept(t *testing.T) {
	var pcap bytes.Buffer
	_, err := workload.Write(&pcap, workload.Options{Name: "churn", Packets: 200_000, Seed: 1})
	require.NoError(t, err)
	cmd := command(t, "flows", "--memory=16M", "-")
	cmd.Stdin = bytes.NewReader(pcap.Bytes())
	got := execute(t, cmd)
	require.Zero(t, got.status, got.err)
	require.Regexp(t, `; [\d,]+ flows not inspected because of the memory limit; .*[\d,]+ flows evicted because the table was full\n$`,
		got.err)
	require.Equal(t, good(t, "flows", sample(t)), execute(t, command(t, "flows", "--memory=1G", sample(t))).out)
}

func TestShedFlowsAreTold(t *testing.T) {
	stats := nfstream.Stats{Uninspected: 7, CutShort: 1}
	require.Contains(t, summary(&stats, 1, ""), "; 7 flows not inspected because of the memory limit; 1 inspection ended early because")
}
