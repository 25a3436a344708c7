package pcapng

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"
	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/packet"
)

var packets = []Packet{
	{Data: []byte("sixty"), Time: 1_700_000_000_123_456_789, Length: 60, Link: packet.LinkEthernet},
	{Data: []byte("four"), Time: 1_700_000_000_123_456_790, Length: 4, Link: packet.LinkRaw, Comment: "flow 0: TLS.YouTube"},
	{Data: []byte("ninety"), Time: 1, Length: 90, Link: packet.LinkEthernet, Comment: "four"},
	{Data: nil, Time: 0, Length: 0, Link: packet.LinkLinuxSLL2},
}

func written(t *testing.T, packets ...Packet) []byte {
	var out bytes.Buffer
	w := NewWriter(&out, "nfstream")
	for i := range packets {
		require.NoError(t, w.Write(&packets[i]))
	}
	require.NoError(t, w.Flush())
	return out.Bytes()
}

// TestSameBytesAsPcapgo holds the writer to pcapgo's, which makes its first interface at once.
func TestSameBytesAsPcapgo(t *testing.T) {
	var want bytes.Buffer
	w, err := pcapgo.NewNgWriterInterface(&want, pcapgo.NgInterface{LinkType: 1},
		pcapgo.NgWriterOptions{SectionInfo: pcapgo.NgSectionInfo{Application: "nfstream"}})
	require.NoError(t, err)
	numbers := map[packet.LinkType]int{packet.LinkEthernet: 0}
	for _, p := range packets {
		number, ok := numbers[p.Link]
		if !ok {
			number, err = w.AddInterface(pcapgo.NgInterface{LinkType: layers.LinkType(p.Link)})
			require.NoError(t, err)
			numbers[p.Link] = number
		}
		options := pcapgo.NgPacketOptions{}
		if p.Comment != "" {
			options.Comments = []string{p.Comment}
		}
		require.NoError(t, w.WritePacketWithOptions(gopacket.CaptureInfo{Timestamp: time.Unix(0, p.Time),
			CaptureLength: len(p.Data), Length: int(p.Length), InterfaceIndex: number}, p.Data, options))
	}
	require.NoError(t, w.Flush())
	require.Equal(t, want.Bytes(), written(t, packets...))
}

func TestPcapgoReadsItBack(t *testing.T) {
	r, err := pcapgo.NewNgReader(bytes.NewReader(written(t, packets...)), pcapgo.NgReaderOptions{WantMixedLinkType: true})
	require.NoError(t, err)
	for _, p := range packets {
		data, ci, options, err := r.ReadPacketDataWithOptions()
		require.NoError(t, err)
		require.Equal(t, string(p.Data), string(data))
		require.Equal(t, p.Time, ci.Timestamp.UnixNano())
		require.Equal(t, int(p.Length), ci.Length)
		require.Equal(t, layers.LinkType(p.Link), ci.AncillaryData[0])
		require.Equal(t, p.Comment, strings.Join(options.Comments, "|"))
	}
	_, _, err = r.ReadPacketData()
	require.Equal(t, io.EOF, err)
	require.Equal(t, "nfstream", r.SectionInfo().Application)
}

func TestOddPackets(t *testing.T) {
	data := written(t, Packet{Data: []byte("text"), Time: -5, Length: 1, Link: 1, Comment: strings.Repeat("x", 1<<17)})
	r, err := pcapgo.NewNgReader(bytes.NewReader(data), pcapgo.NgReaderOptions{})
	require.NoError(t, err)
	_, ci, options, err := r.ReadPacketDataWithOptions()
	require.NoError(t, err)
	require.Zero(t, ci.Timestamp.UnixNano())
	require.Equal(t, 4, ci.Length)
	require.Len(t, options.Comments[0], 1<<16-1)
}

type failing struct{}

var errFull = errors.New("full")

func (failing) Write([]byte) (int, error) { return 0, errFull }

func TestErrorsStay(t *testing.T) {
	w := NewWriter(failing{}, "")
	require.NoError(t, w.Write(&packets[0]))
	require.ErrorIs(t, w.Flush(), errFull)
	require.ErrorIs(t, w.Write(&packets[0]), errFull)
}

func TestWritingDoesNotAllocate(t *testing.T) {
	w := NewWriter(io.Discard, "nfstream")
	require.NoError(t, w.Write(&packets[0]))
	require.Zero(t, testing.AllocsPerRun(100, func() { _ = w.Write(&packets[0]) }))
}
