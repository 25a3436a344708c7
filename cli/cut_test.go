//go:build !tiny

package cli

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/internal/corpus"
)

// cut writes the packets of the flows that match, and returns the file.
func cut(t *testing.T, args ...string) string {
	path := filepath.Join(t.TempDir(), "out.pcapng")
	good(t, append([]string{"cut", "-q", "-w", path}, args...)...)
	return path
}

// cutColumns are columns that say nothing of other flows, and not the id.
const cutColumns = "src_ip,src_port,dst_ip,dst_port,protocol,vlan_id,tunnel_id,bidirectional_first_seen_ms," +
	"bidirectional_last_seen_ms,src2dst_packets,src2dst_raw_bytes,dst2src_packets,dst2src_raw_bytes,src_mac,dst_mac"

// rowsWhere returns the rows of the flows of a capture, in order of ids, of those that a function takes.
func rowsWhere(t *testing.T, path string, take func(*nfstream.Flow) bool) (rows []string) {
	s, err := nfstream.Open(path, nfstream.Config{Fields: strings.Split(cutColumns, ","), Workers: 1, Snaplen: cutSnaplen})
	require.NoError(t, err)
	byID := map[uint64]string{}
	most := uint64(0)
	for f, err := range s.Flows(t.Context()) {
		require.NoError(t, err)
		if take == nil || take(f) {
			var row []byte
			for _, c := range s.Columns() {
				row = append(c.AppendText(row, f), '|')
			}
			byID[f.ID()] = string(row)
			most = max(most, f.ID())
		}
	}
	for id := uint64(0); id <= most && len(byID) > 0; id++ {
		if row, ok := byID[id]; ok {
			rows = append(rows, row)
		}
	}
	return rows
}

// ordered reports whether a capture can be read to its end, and its frames are in order of time. In another one, how long a
// flow is idle depends on the frames of others.
func ordered(t *testing.T, path string) bool {
	src, err := capture.Open(path)
	if err != nil {
		return false
	}
	defer src.Close()
	var b capture.Batch
	for last := int64(0); ; {
		if err := src.Next(t.Context(), &b); err != nil {
			return err == io.EOF
		}
		for _, f := range b.Frames {
			if f.Time < last {
				return false
			}
			last = f.Time
		}
	}
}

// TestCutFlows cuts out of all captures what an expression says, and compares the flows of what was written.
func TestCutFlows(t *testing.T) {
	flows, reordered := 0, 0
	for _, path := range corpus.AtHand(t) {
		if testing.Short() && !strings.Contains(path, "testdata") || !ordered(t, path) {
			continue
		}
		for _, c := range []struct {
			where string
			take  func(*nfstream.Flow) bool
		}{
			{"src_port >= 0", nil},
			{"application_name contains TLS or application_name contains HTTP", func(f *nfstream.Flow) bool {
				return strings.Contains(f.Application(), "TLS") || strings.Contains(f.Application(), "HTTP")
			}},
			{"protocol = 17 and bidirectional_packets > 1", func(f *nfstream.Flow) bool {
				return f.Protocol() == 17 && f.Bidirectional().Packets > 1
			}},
		} {
			want := rowsWhere(t, path, c.take)
			got := rowsWhere(t, cut(t, "--where", c.where, path), nil)
			if !slices.Equal(want, got) {
				// Fragments without their first wait for it, for a number of frames, of which there are fewer now.
				t.Logf("%s: %s: in another order", filepath.Base(path), c.where)
				reordered++
			}
			slices.Sort(want)
			slices.Sort(got)
			require.True(t, slices.Equal(want, got), "%s: %s: other flows", path, c.where)
			flows += len(want)
		}
	}
	t.Logf("%d flows", flows)
	require.Greater(t, flows, 1000)
	require.LessOrEqual(t, reordered, 1)
}

// TestCutOnce compares what is written as flows end, where all of their packets are kept.
func TestCutOnce(t *testing.T) {
	for _, path := range corpus.Own(t) {
		if !ordered(t, path) || strings.Contains(path, "fragments") {
			continue
		}
		for _, workers := range []string{"1", "3"} {
			out := cut(t, "--first", "100000", "--where", "protocol in (6, 17)", "--workers", workers, path)
			want := rowsWhere(t, path, func(f *nfstream.Flow) bool { return f.Protocol() == 6 || f.Protocol() == 17 })
			got := rowsWhere(t, out, nil)
			slices.Sort(want)
			slices.Sort(got)
			require.True(t, slices.Equal(want, got), path)
		}
	}
}

func TestCutFirst(t *testing.T) {
	path := sample(t)
	all := rowsWhere(t, path, nil)
	out := cut(t, "--where", "src_port >= 0", "--first", "1", path)
	require.Len(t, rowsWhere(t, out, nil), len(all))
	s, err := nfstream.Open(out, nfstream.Config{})
	require.NoError(t, err)
	require.NoError(t, s.Run(t.Context()))
	require.Equal(t, uint64(len(all)), s.Stats().Capture.Received)
}

// A buffer that is full is said, and what was kept is written.
func TestCutBuffer(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out.pcapng")
	got := inside("cut", "--where", "src_port >= 0", "--first", "20", "--buffer", "2k", "-w", out, sample(t))
	require.Zero(t, got.status)
	require.Contains(t, got.err, "not kept for want of --buffer")
	require.NotEmpty(t, rowsWhere(t, out, nil))
}

// TestTsharkReadsTheCut holds that tshark sees the packets, and a comment on the first of each flow.
func TestTsharkReadsTheCut(t *testing.T) {
	if _, err := exec.LookPath("tshark"); err != nil {
		t.Skip("needs tshark")
	}
	path := ""
	for _, p := range corpus.Own(t) {
		if filepath.Base(p) == "mixed.pcapng" { // of several link types
			path = p
		}
	}
	for _, c := range []string{path, sample(t)} {
		out := cut(t, "--where", "src_port >= 0", c)
		seen, err := exec.Command("tshark", "-r", out, "-T", "fields", "-e", "frame.comment", "-e", "frame.time_epoch").Output()
		require.NoError(t, err)
		next := 0
		lines := strings.Split(strings.TrimRight(string(seen), "\n"), "\n")
		for _, line := range lines {
			comment, _, _ := strings.Cut(line, "\t")
			if comment == "" {
				continue
			}
			require.True(t, strings.HasPrefix(comment, "flow "+strconv.Itoa(next)+": "), comment)
			next++
		}
		require.Len(t, rowsWhere(t, c, nil), next)
		s, err := nfstream.Open(out, nfstream.Config{})
		require.NoError(t, err)
		require.NoError(t, s.Run(t.Context()))
		require.Len(t, lines, int(s.Stats().Capture.Received))
	}
}

func TestCutMistakes(t *testing.T) {
	path := sample(t)
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "a.pcap"), nil, 0o600))
	for args, want := range map[string]string{
		"cut -w x " + path:                                            "--where is missing",
		"cut --where protocol=6 " + path:                              "--write is missing",
		"cut --where protocol=6 -w x":                                 "want a source",
		"cut --where protocol= -w x " + path:                          "--where: at 10: want a value, not the end",
		"cut --where protocl=6 -w x " + path:                          "want perhaps protocol",
		"cut --where protocol=tcp -w x " + path:                       "--where: at 10: protocol is of type integer",
		"cut --where protocol=6 -w " + path + " " + path:              "which is a source",
		"cut --where protocol=6 -w " + folder + "/b.pcapng " + folder: "which is in the source",
		"cut --where protocol=6 --first 9999999 -w x " + path:         "want at most",
		"flows -w x " + path:                                          "--output",
	} {
		require.Contains(t, refused(t, args), want, args)
	}
}

func TestCutNothing(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out.pcapng")
	got := inside("cut", "--where", "application_name = Nothing", "-w", out, sample(t))
	require.Zero(t, got.status)
	require.Contains(t, got.err, "0 flows of")
	require.Empty(t, rowsWhere(t, out, nil))
	require.True(t, strings.HasPrefix(good(t, "cut", "-q", "--where", "src_port >= 0", "-w", "-", sample(t)), "\n\r\r\n"))
}

// Standard input is read once.
func TestCutStandardInput(t *testing.T) {
	pcap := traffic(t, 2000, 1)
	out := filepath.Join(t.TempDir(), "out.pcapng")
	cmd := command(t, "cut", "--where", "protocol = 17", "--first", "1000", "-w", out, "-")
	cmd.Stdin = bytes.NewReader(pcap)
	got := execute(t, cmd)
	require.Zero(t, got.status, got.err)
	want := rowsWhere(t, saved(t, t.TempDir(), "in.pcap", pcap), func(f *nfstream.Flow) bool { return f.Protocol() == 17 })
	require.NotEmpty(t, want)
	require.ElementsMatch(t, want, rowsWhere(t, out, nil))
}
