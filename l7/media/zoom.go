//go:build !nfstream_no_media

package media

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// zoomMedia returns what Zoom's programs send through a media server, where the begin of the flow was missed: two headers of
// Zoom's, then RTP, which is encrypted (Michel et al., Enabling Passive Measurement of Zoom Performance in Production
// Networks, 2022, section 4).
func zoomMedia() l7.Proto {
	sample := make([]byte, 64)
	copy(sample, "\x05\x00\x01\x00\x00\x00\x00\x00\x0f")
	copy(sample[27:], "\x90\x70\x00\x64\x00\x00\x03\xe8\x11\x22\x33\x44")
	next := append([]byte(nil), sample...)
	next[2], next[30] = 2, 0x65
	return l7.Proto{
		ID: categories.SRTP, On: l7.UDP, Ports: []uint16{portZoom}, Min: zoomMediaHeader, First: l7.Bytes(zoomRelayed),
		Scratch: 2 * zoomKept, Probe: probeZoomMedia,
		Columns: zoomColumns(),
		Session: l7.Once(func(c *l7.Ctx) {
			c.SetApplication(categories.Zoom)
			readZoom(c, c.Data)
		}),
		Samples: [][]byte{sample, next},
	}
}

const (
	zoomRelayed     = 5
	zoomMediaHeader = 8 + 27 + 12
	zoomKept        = 7 // of each direction: whether there was one, the number and the source
)

// The types of media.
const zoomScreen, zoomAudio, zoomVideo = 13, 15, 16

var zoomStreams = [zoomVideo + 1]string{zoomScreen: "screen", zoomAudio: "audio", zoomVideo: "video"}

// readZoom reads of which type media are, through a server.
func readZoom(c *l7.Ctx, b []byte) (done bool) {
	const relay = 8
	if len(b) < zoomMediaHeader || b[0] != zoomRelayed || b[relay] >= byte(len(zoomStreams)) || zoomStreams[b[relay]] == "" {
		return false
	}
	l7.Record[Zoom](c).Stream = zoomStreams[b[relay]]
	return true
}

// probeZoomMedia takes two datagrams of a direction with the same source, whose numbers follow each other. The length of
// the second header depends on its type: sound, pictures or a screen.
func probeZoomMedia(c *l7.Ctx) l7.Verdict {
	const relay, near = 8, 32
	b := c.Data
	if len(b) < zoomMediaHeader || b[0] != zoomRelayed {
		return l7.Reject
	}
	at := relay
	switch b[relay] {
	case zoomAudio:
		at += 19
	case zoomVideo:
		at += 24
	case zoomScreen:
		at += 27
	default:
		return l7.Reject
	}
	rtp := b[at:]
	if rtp[0]>>6 != 2 || rtp[1]&0x7f < 96 && rtp[1]&0x7f > 34 {
		return l7.Reject
	}
	kept := c.Scratch()[int(c.Dir&1)*zoomKept:][:zoomKept]
	number := binary.BigEndian.Uint16(rtp[2:])
	if kept[0] > 0 && string(kept[3:]) == string(rtp[8:12]) && number-binary.BigEndian.Uint16(kept[1:])-1 < near {
		return l7.Match
	}
	kept[0] = 1
	copy(kept[1:], rtp[2:4])
	copy(kept[3:], rtp[8:12])
	return l7.More
}
