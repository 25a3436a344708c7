//go:build !nfstream_no_media

package media

import (
	"bytes"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/lines"
)

// rtsp returns the Real Time Streaming Protocol (RFC 2326, RFC 7826).
func rtsp() l7.Proto {
	return l7.Proto{
		ID: categories.RTSP, On: l7.TCP | l7.UDP, Ports: []uint16{554, 8554}, First: l7.Bytes([]byte("RODAGSTP")...), Probe: probeRTSP,
		Session: l7.Begins(longestHead, readRTSP), Columns: rtspColumns(),
		Samples: l7.Samples("OPTIONS rtsp://192.0.2.1:8554/ RTSP/1.0\r\nCSeq: 2\r\n", "RTSP/1.0 200 OK\r\nCSeq: 2\r\n",
			"OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n"),
	}
}

// rtspMethods are the methods (RFC 7826, section 13; RECORD and ANNOUNCE of RFC 2326).
var rtspMethods = [...]string{"OPTIONS ", "DESCRIBE ", "ANNOUNCE ", "GET_PARAMETER ", "SETUP ", "PLAY ", "PLAY_NOTIFY ", "PAUSE ",
	"TEARDOWN ", "SET_PARAMETER ", "REDIRECT ", "RECORD "}

// probeRTSP takes a request by its method and the scheme of its URI, or by the version at the end of its line, and a
// response by its version.
func probeRTSP(c *l7.Ctx) l7.Verdict {
	const longest = 1024
	v := l7.Prefix(c.Data, rtspMethods[:]...)
	if v != l7.Match {
		return max(v, l7.Prefix(c.Data, "RTSP/1.0 ", "RTSP/2.0 "))
	}
	_, uri, _ := bytes.Cut(c.Data, []byte{' '})
	if v := l7.Prefix(uri, "rtsp://", "rtsps://", "rtspu://"); v != l7.Reject {
		return v
	}
	line, _, whole := bytes.Cut(uri, []byte{'\n'})
	switch line = bytes.TrimSuffix(line, []byte{'\r'}); {
	case whole && (bytes.HasSuffix(line, []byte(" RTSP/1.0")) || bytes.HasSuffix(line, []byte(" RTSP/2.0"))):
		return l7.Match
	case whole || len(line) > longest:
		return l7.Reject
	}
	return l7.More
}

// longestHead bounds the head of a request or of a response that is read.
const longestHead = 2048

// readRTSP reads the first head of each direction: what is asked for, and the programs of both sides.
func readRTSP(c *l7.Ctx, b []byte) (done bool) {
	head, _, whole := bytes.Cut(b, []byte("\r\n\r\n"))
	if !whole && len(b) < longestHead {
		return false
	}
	line, fields, _ := bytes.Cut(head, []byte{'\r'})
	if l7.Prefix(line, "RTSP/") == l7.Match {
		if server := lines.Field(fields[min(1, len(fields)):], "SERVER"); len(server) > 0 {
			c.Metadata().ServerText = string(server)
		}
		return true
	}
	_, url, _ := bytes.Cut(line, []byte{' '})
	url, _, _ = bytes.Cut(url, []byte{' '})
	if r := l7.Record[RTSP](c); r.URL == "" {
		r.URL = textOf(url)
	}
	if agent := lines.Field(fields[min(1, len(fields)):], "USER-AGENT"); len(agent) > 0 {
		c.Metadata().ClientText = string(agent)
	}
	return false
}
