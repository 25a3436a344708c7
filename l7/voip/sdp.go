//go:build !nfstream_no_voip

package voip

import (
	"bytes"
	"net/netip"
	"slices"
	"strconv"
	"time"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// maxMedia is how many streams, and how many codecs, of a call are kept.
const maxMedia = 8

// description reads a description of media (RFC 8866).
type description struct {
	session netip.Addr // the address of streams that have none of their own
	kind    []byte     // of the stream that is being read; nil before the first one
	port    uint16     // of it, 0 if it is refused
	rtp     bool       // it is one of RTP
	addr    netip.Addr // of it

	streams int
}

// readMedia writes down the streams of a description and their codecs. It expects the streams: RTP, and RTCP at the next port
// (RFC 8866, sections 5.7, 5.14 and 6.6; RFC 3550, section 11).
func readMedia(c *l7.Ctx, body []byte) {
	var d description
	for len(body) > 0 && d.streams < maxMedia {
		var line []byte
		line, body, _ = bytes.Cut(body, []byte{'\n'})
		line = bytes.TrimRight(line, "\r")
		switch {
		case bytes.HasPrefix(line, []byte("c=IN IP")) && len(line) > len("c=IN IP4 "):
			text, _, _ := bytes.Cut(line[len("c=IN IP4 "):], []byte{'/'})
			if a, _ := netip.ParseAddr(string(text)); d.kind == nil {
				d.session = a
			} else {
				d.addr = a
			}
		case bytes.HasPrefix(line, []byte("m=")):
			d.finish(c)
			d.begin(line[len("m="):])
		case bytes.HasPrefix(line, []byte("a=rtpmap:")):
			_, codec, _ := bytes.Cut(line, []byte{' '})
			r := l7.Record[SIP](c)
			r.Codecs = addOnce(r.Codecs, textOf(bytes.TrimSpace(codec)))
		}
	}
	d.finish(c)
}

// begin reads a line that describes a stream: its kind, port, transport and formats.
func (d *description) begin(media []byte) {
	d.kind, d.port, d.addr = nil, 0, d.session
	fields := bytes.SplitN(media, []byte{' '}, 4)
	if len(fields) < 4 {
		return
	}
	text, _, _ := bytes.Cut(fields[1], []byte{'/'})
	port, _ := strconv.ParseUint(string(text), 10, 16)
	d.kind, d.port, d.rtp = fields[0], uint16(port), bytes.HasPrefix(fields[2], []byte("RTP/"))
}

// finish takes the stream that was read.
func (d *description) finish(c *l7.Ctx) {
	const lifetime = time.Minute
	if d.port == 0 || !d.addr.IsValid() || d.streams == maxMedia {
		return
	}
	d.streams++
	r := l7.Record[SIP](c)
	r.Media = addOnce(r.Media, textOf(d.kind)+" "+netip.AddrPortFrom(d.addr, d.port).String())
	if !d.rtp {
		return
	}
	for i, id := range [...]categories.ID{categories.RTP, categories.RTCP} {
		c.Expect(l7.Expectation{Addr: d.addr, Port: d.port + uint16(i), On: l7.UDP, Lifetime: lifetime,
			Classification: l7.Classification{Protocol: id}})
	}
}

// addOnce adds a text to a list, unless it is there, too long, or the list is full.
func addOnce(list []string, text string) []string {
	const longest = 64
	if len(text) == 0 || len(text) > longest || len(list) == maxMedia || slices.Contains(list, text) {
		return list
	}
	return append(list, text)
}
