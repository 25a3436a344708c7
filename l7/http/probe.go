package http

import (
	"bytes"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// Protos returns HTTP/1, HTTP/2 in clear text, and WebSocket without a captured handshake. The first request of an
// HTTP/1 flow can change its protocol to HTTP_Connect or HTTP_Proxy.
func Protos() []l7.Proto {
	return []l7.Proto{
		// HTTP/1 (RFC 9110; RFC 9112)
		{
			ID: categories.HTTP, On: l7.TCP, Ports: []uint16{80, 8080, 8000, 3128, 8008, 8081, 8888, 631, 5985, 7547},
			First: l7.Bytes([]byte("ABCDEFGHIJKLMNOPQRSTUVWXYZ\r\n")...), Probe: probe,
			Session: func() l7.Session { return new(session) }, Columns: columns(),
			Samples: [][]byte{
				[]byte("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n"), []byte("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
				[]byte("\r\nPOST /form HTTP/1.0\r\n\r\n"),
			},
		},
		// HTTP/2 (RFC 9113; RFC 7541)
		{
			ID: categories.HTTP2, On: l7.TCP, First: l7.Bytes(0, Preface[0]), Probe: probeH2,
			Session: func() l7.Session { return new(h2Session) }, Columns: columns(),
			Samples: [][]byte{[]byte(Preface), []byte("\x00\x00\x06\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x64")},
		},
		// WebSocket (RFC 6455)
		{
			ID: categories.WebSocket, On: l7.TCP, First: l7.Bytes(wsText), Probe: probeWebSocket,
			Samples: [][]byte{[]byte("\x81\x0dhello, world!"), []byte("\x81\x88\x01\x01\x01\x01abcdefgh")},
		},
	}
}

// probe recognises HTTP/1 by the first line of a message. The version is at the end of a request line and at the start
// of a status line.
func probe(c *l7.Ctx) l7.Verdict {
	b := skipEmpty(c.Data)
	switch {
	case bytes.HasPrefix(b, []byte("HTTP/")):
		return probeResponse(b)
	case !MaybeRequest(b):
		return l7.Reject
	}
	line := b[:min(len(b), longLine)]
	method := bytes.IndexByte(line, ' ')
	if method < 0 {
		return l7.More
	}
	if end := bytes.IndexByte(line, '\n'); end >= 0 {
		return probeRequest(trimCR(line[:end]))
	}
	return probePart(c, line[:method], line[method+1:])
}

func probeResponse(b []byte) l7.Verdict {
	const size = len("HTTP/1.1 200")
	if len(b) < size {
		return l7.More
	}
	var r Response
	if r.start(b[:size]) != nil || r.Version.Major != 1 {
		return l7.Reject
	}
	return l7.Match
}

func probeRequest(line []byte) l7.Verdict {
	var r Request
	if r.start(line) != nil || r.Version.Protocol != HTTP || r.Version.Major != 1 {
		return l7.Reject
	}
	return l7.Match
}

// longLine is as much of a request line as is looked at: of a longer one the version is not asked for.
const longLine = 2 << 10

// probePart checks a request line without its end. The end may follow in a later packet. A line that is too long or
// truncated by the capture is a Match if only HTTP has its method and target.
func probePart(c *l7.Ctx, method, target []byte) l7.Verdict {
	isLong := len(method)+1+len(target) == longLine
	switch {
	case !isText(trimCR(target)):
		return l7.Reject
	case !isLong && !wasCut(c):
		return l7.More
	case isOurs(method, target):
		return l7.Match
	case isLong:
		return l7.Reject
	}
	return l7.More
}

// wasCut reports whether the capture has not all of the packet.
func wasCut(c *l7.Ctx) bool {
	return c.Packet != nil && int(c.Packet.PayloadLength) > len(c.Packet.TransportPayload())
}

// isOurs reports whether only HTTP uses a method with such a start of the target.
func isOurs(method, target []byte) bool {
	switch MethodKindOf(method) {
	case MethodHTTP, MethodWebDAV, MethodRPC:
	default:
		return false
	}
	return bytes.HasPrefix(target, []byte("/")) || bytes.HasPrefix(target, []byte("http://")) ||
		string(method) == "CONNECT"
}

// probeH2 recognises HTTP/2 by the client's preface, or by the server's initial SETTINGS frame.
func probeH2(c *l7.Ctx) l7.Verdict {
	switch {
	case MaybeHTTP2(c.Data):
		if len(c.Data) >= len(Preface) {
			return l7.Match
		}
		return l7.More
	case c.Begin && MaybeHTTP2Server(c.Data):
		return probeSettings(c.Data)
	}
	return l7.Reject
}

// probeSettings checks a SETTINGS frame, which must hold at least one setting (RFC 9113, section 6.5.1).
func probeSettings(b []byte) l7.Verdict {
	if len(b) < frameHeaderLength {
		return l7.More
	}
	const reserved, most = 0, 0x10
	size := int(b[2])
	for at := 0; at < size; at += settingLength {
		if len(b) < frameHeaderLength+at+settingLength {
			return l7.More
		}
		if s := b[frameHeaderLength+at:]; s[0] != 0 || s[1] == reserved || s[1] > most {
			return l7.Reject
		}
	}
	if size == 0 {
		return l7.Reject
	}
	return l7.Match
}
