package workload

import (
	"bytes"
	"encoding/binary"
	"io"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/packet"
)

// ownCaptures loads those of this repository.
func ownCaptures(tb testing.TB) *Captures {
	tb.Helper()
	c, err := Load("../../testdata")
	require.NoError(tb, err)
	return c
}

// eachFrame reads a workload back.
func eachFrame(tb testing.TB, o Options, visit func(*capture.Frame)) {
	tb.Helper()
	var pcap bytes.Buffer
	_, err := Write(&pcap, o)
	require.NoError(tb, err)
	src, err := capture.NewReader(&pcap)
	require.NoError(tb, err)
	for err == nil {
		var batch capture.Batch
		err = src.Next(tb.Context(), &batch)
		for i := range batch.Frames {
			visit(&batch.Frames[i])
		}
	}
	require.ErrorIs(tb, err, io.EOF)
}

// TestReplayedChecksums repairs the checksums of what was replayed, and finds nothing to do.
func TestReplayedChecksums(t *testing.T) {
	d, frames := newPlanner(), 0
	eachFrame(t, Options{Name: CapturesName, Packets: 30_000, Seed: 1, Captures: ownCaptures(t)}, func(f *capture.Frame) {
		repaired := slices.Clone(f.Data)
		d.plan(repaired, f.Length, func([]byte) int { return 0 })
		require.True(t, bytes.Equal(f.Data, repaired), "%x\n%x", f.Data, repaired)
		frames++
	})
	require.Equal(t, 30_000, frames)
}

// TestReplayKeepsFlows replays each capture twice: both have as many flows as the capture, none of them in common.
func TestReplayKeepsFlows(t *testing.T) {
	type ends struct{ a, b netip.AddrPort }
	flows := func(d *packet.Decoder, data []byte, length uint32, seen map[ends]int) {
		p := packet.Packet{Data: data, WireLength: length}
		if d.Decode(&p, packet.LinkEthernet) == packet.OK && ordinary(p.Key.AddrA().AsSlice()) {
			seen[ends{netip.AddrPortFrom(p.Key.AddrA(), p.Key.PortA), netip.AddrPortFrom(p.Key.AddrB(), p.Key.PortB)}]++
		}
	}
	for i, file := range ownCaptures(t).files {
		var seen [3]map[ends]int
		for replay := range seen {
			seen[replay] = map[ends]int{}
			d := packet.NewDecoder(packet.Options{Tunnels: true})
			for _, f := range file.frames {
				b := slices.Clone(f.data)
				if replay > 0 {
					f.plan.apply(b, f.data, uint32(replay*1000))
				}
				flows(d, b, f.length, seen[replay])
			}
			require.Len(t, seen[replay], len(seen[0]), "file %d", i)
		}
		for e := range seen[1] {
			require.NotContains(t, seen[2], e, "file %d", i)
		}
	}
}

// TestLoad takes what is a capture, up to where it is damaged.
func TestLoad(t *testing.T) {
	_, err := Load(t.TempDir())
	require.ErrorContains(t, err, "no captures")
	_, err = Load(filepath.Join(t.TempDir(), "none"))
	require.ErrorIs(t, err, os.ErrNotExist)

	folder := t.TempDir()
	for _, name := range []string{"web-cut.pcap", "raw.pcap", "README.md"} {
		data, err := os.ReadFile(filepath.Join("../../testdata", name))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), data, 0o600))
	}
	c, err := Load(folder)
	require.NoError(t, err)
	require.Len(t, c.files, 2)
	require.Len(t, c.files[0].frames, 32)
	require.Len(t, c.files[1].frames, 40)
	require.Empty(t, c.Left)
	raw := c.files[0].frames[0].data
	require.Contains(t, []uint16{etherIPv4, etherIPv6}, binary.BigEndian.Uint16(raw[12:]))

	_, err = Write(io.Discard, Options{Name: CapturesName, Packets: 1})
	require.ErrorContains(t, err, "no captures")
}

func TestPlaceIsOneToOne(t *testing.T) {
	seen := map[string]bool{}
	for n := range uint32(100_000) {
		four, six := []byte{198, 51, 100, 1}, netip.MustParseAddr("2001:db8:9::1").AsSlice()
		place(four, n)
		place(six, n)
		seen[string(four)], seen[string(six)] = true, true
	}
	require.Len(t, seen, 200_000)
	local := netip.MustParseAddr("fe80::1").AsSlice()
	place(local, 7)
	require.True(t, netip.AddrFrom16([16]byte(local)).IsLinkLocalUnicast())
}
