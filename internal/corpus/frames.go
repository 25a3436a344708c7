package corpus

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"iter"
	"os"
	"testing"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"
)

// Frame is a frame of a capture, read by pcapgo. The test may keep Data.
type Frame struct {
	Data   []byte
	Time   int64 // nanoseconds since the epoch
	Length int   // on the wire, in bytes
	Link   layers.LinkType
}

// Frames returns the frames of a capture in order, up to the first read error, which it logs. If the capture cannot
// be opened, the test fails. It is for packages that cannot import capture.
func Frames(t testing.TB, path string) iter.Seq[Frame] {
	t.Helper()
	next, err := open(path)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return func(yield func(Frame) bool) {
		for {
			data, info, link, err := next()
			if err != nil {
				if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
					t.Logf("%s: %v", path, err)
				}
				return
			}
			if !yield(Frame{data, info.Timestamp.UnixNano(), info.Length, link}) {
				return
			}
		}
	}
}

type nextFrame func() ([]byte, gopacket.CaptureInfo, layers.LinkType, error)

// fileHeader is the length of a pcap file's header.
const fileHeader = 24

// open opens a capture for pcapgo. pcapgo is strict about the header: it accepts only version 2.4 and includes the
// upper bits in the link type.
func open(path string) (nextFrame, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if len(content) < fileHeader {
		return nil, io.ErrUnexpectedEOF
	}
	const pcap, swapped, nanoSwapped = 0xa1b2c3d4, 0xd4c3b2a1, 0x4d3cb2a1
	switch binary.BigEndian.Uint32(content) {
	case pcap:
		copy(content[4:], "\x00\x02\x00\x04")
		copy(content[20:], "\x00\x00")
	case swapped, nanoSwapped:
		copy(content[4:], "\x02\x00\x04\x00")
		copy(content[22:], "\x00\x00")
	default:
		return openNg(content)
	}
	r, err := pcapgo.NewReader(bytes.NewReader(content))
	return func() ([]byte, gopacket.CaptureInfo, layers.LinkType, error) {
		data, info, err := r.ReadPacketData()
		return data, info, r.LinkType(), err
	}, err
}

func openNg(content []byte) (nextFrame, error) {
	options := pcapgo.DefaultNgReaderOptions
	options.WantMixedLinkType = true
	r, err := pcapgo.NewNgReader(bytes.NewReader(content), options)
	return func() ([]byte, gopacket.CaptureInfo, layers.LinkType, error) {
		data, info, err := r.ReadPacketData()
		link := layers.LinkTypeNull
		if len(info.AncillaryData) > 0 {
			link, _ = info.AncillaryData[0].(layers.LinkType)
		}
		return data, info, link, err
	}, err
}
