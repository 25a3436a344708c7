package gopacketsource_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"
	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/capture/gopacketsource"
	"github.com/nfstream/nfstream-go/internal/corpus"
	"github.com/nfstream/nfstream-go/packet"
	"github.com/nfstream/nfstream-go/sink/csv"
)

// pcapgoReader is what both readers of pcapgo have.
type pcapgoReader interface {
	gopacket.PacketDataSource
	gopacket.ZeroCopyPacketDataSource
	LinkType() layers.LinkType
}

func openPcapgo(data []byte) (pcapgoReader, error) {
	if bytes.HasPrefix(data, []byte{10, 13, 13, 10}) {
		return pcapgo.NewNgReader(bytes.NewReader(data), pcapgo.NgReaderOptions{WantMixedLinkType: true})
	}
	return pcapgo.NewReader(bytes.NewReader(data))
}

// rows returns the rows of a Source, and what it ended with.
func rows(t *testing.T, src capture.Source) (string, error) {
	s, err := nfstream.New(src, nfstream.Config{Statistics: true, SPLT: 4, Workers: 1})
	require.NoError(t, err)
	var out bytes.Buffer
	err = s.Run(t.Context(), csv.NewWriter(&out, s.Columns()))
	return out.String(), err
}

// TestRowsOfPcapgo compares the rows of pcapgo's readers with those of package capture, on all captures at hand, and lists
// those that pcapgo refuses.
func TestRowsOfPcapgo(t *testing.T) {
	same, refused := 0, 0
	for _, path := range captures(t) {
		data, err := os.ReadFile(path)
		require.NoError(t, err)
		r, err := openPcapgo(data)
		if err != nil {
			t.Logf("pcapgo refuses %s: %v", filepath.Base(path), err)
			refused++
			continue
		}
		own, err := capture.NewReader(bytes.NewReader(data))
		require.NoError(t, err, path)
		want, wantErr := rows(t, own)
		got, err := rows(t, gopacketsource.FromReader(r))
		if wantErr == nil && err != nil {
			t.Logf("pcapgo refuses %s: %v", filepath.Base(path), err)
			refused++
			continue
		}
		require.Equal(t, wantErr == nil, err == nil, "%s: %v, %v", path, wantErr, err)
		if got != want {
			t.Errorf("%s: the rows differ", path)
		}
		same++
	}
	t.Logf("%d captures give the same rows, pcapgo refuses %d", same, refused)
	require.Positive(t, same)
}

func captures(t *testing.T) []string {
	paths := corpus.AtHand(t)
	more, err := filepath.Glob(filepath.Join("..", "..", "..", "shared", "corpus2", "pcap", "*"))
	require.NoError(t, err)
	if testing.Short() {
		return corpus.Own(t)
	}
	return append(paths, more...)
}

// Every constructor gives the rows of FromReader, of captures of one link type.
func TestConstructors(t *testing.T) {
	for _, path := range corpus.Own(t) {
		data, err := os.ReadFile(path)
		require.NoError(t, err)
		packets, links := packetsOf(t, data)
		if len(links) != 1 {
			continue
		}
		link := layers.LinkType(links[0])
		open := func() pcapgoReader {
			r, err := openPcapgo(data)
			require.NoError(t, err, path)
			return r
		}
		source := func(options ...gopacket.PacketSourceOption) capture.Source {
			return gopacketsource.FromPacketSource(gopacket.NewPacketSource(open(), link, options...), links[0])
		}
		lazy, pool := gopacket.WithLazy(true), gopacket.WithPool(true)
		borrowing := gopacket.NewZeroCopyPacketSource(open(), link, lazy, gopacket.WithNoCopy(true))
		want, err := rows(t, gopacketsource.FromReader(open()))
		if err != nil {
			continue // it is cut
		}
		for name, src := range map[string]capture.Source{
			"data":      gopacketsource.FromPacketData(open(), links[0]),
			"zero copy": gopacketsource.FromZeroCopy(open(), links[0]),
			"packets":   gopacketsource.FromPackets(links[0], packets...),
			"source":    source(), "lazy": source(lazy), "pool": source(pool),
			"no copy": gopacketsource.FromPacketSource(borrowing, links[0]),
		} {
			got, err := rows(t, src)
			require.NoError(t, err)
			require.True(t, want == got, "%s by %s", path, name)
		}
	}
}

// packetsOf returns the packets of a capture, and their link types.
func packetsOf(t *testing.T, data []byte) (packets []gopacket.Packet, links []packet.LinkType) {
	src, err := capture.NewReader(bytes.NewReader(data))
	require.NoError(t, err)
	if _, err = openPcapgo(data); err != nil {
		return nil, nil
	}
	for {
		var b capture.Batch
		if src.Next(t.Context(), &b) != nil {
			return packets, links
		}
		for _, f := range b.Frames {
			p := gopacket.NewPacket(f.Data, layers.LinkType(f.Link), gopacket.DecodeOptions{Lazy: true, NoCopy: true})
			p.Metadata().CaptureInfo = gopacket.CaptureInfo{Timestamp: time.Unix(0, f.Time), CaptureLength: len(f.Data),
				Length: int(f.Length)}
			packets = append(packets, p)
			if !slices.Contains(links, f.Link) {
				links = append(links, f.Link)
			}
		}
	}
}

var errBroken = errors.New("broken")

// script is a source of packets that a test writes.
type script struct {
	packets []gopacket.CaptureInfo
	err     error
	reads   int
	closed  int
}

func (s *script) ReadPacketData() ([]byte, gopacket.CaptureInfo, error) {
	s.reads++
	if len(s.packets) == 0 {
		return nil, gopacket.CaptureInfo{}, s.err
	}
	ci := s.packets[0]
	s.packets = s.packets[1:]
	return make([]byte, ci.CaptureLength), ci, nil
}

func (s *script) Close() { s.closed++ }

func TestErrorsStay(t *testing.T) {
	for _, c := range []struct{ give, want error }{
		{io.EOF, io.EOF}, {io.ErrUnexpectedEOF, capture.ErrTruncated}, {errBroken, errBroken},
	} {
		from := &script{packets: make([]gopacket.CaptureInfo, 3), err: c.give}
		src := gopacketsource.FromPacketData(from, packet.LinkRaw)
		var b capture.Batch
		require.NoError(t, src.Next(t.Context(), &b))
		require.Len(t, b.Frames, 3)
		for range 2 {
			require.ErrorIs(t, src.Next(t.Context(), &b), c.want)
			require.Empty(t, b.Frames)
		}
		require.Equal(t, 4, from.reads)
		require.Equal(t, uint64(3), src.Stats().Received)
		require.NoError(t, src.Close())
		require.Equal(t, 1, from.closed)
	}
}
