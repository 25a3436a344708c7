//go:build !nfstream_no_voip

package voip

import (
	"bytes"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// sip returns the Session Initiation Protocol (RFC 3261).
func sip() l7.Proto {
	return l7.Proto{
		ID: categories.SIP, On: l7.TCP | l7.UDP, EachDatagram: true, Ports: []uint16{5060, 5061},
		First: l7.Bytes([]byte("SIABCORPNMU")...), Probe: probeSIP,
		Session: newSIPSession, Columns: sipColumns(),
		Samples: l7.Samples("INVITE sip:a@example.test SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1\r\n", "SIP/2.0 200 OK\r\nVia: SIP/2.0",
			"REGISTER sip:example.test SIP/2.0\r\n", "OPTIONS sips:a@example.test SIP/2.0\r\n"),
	}
}

// sipMethods are the methods (IANA, SIP Parameters, Methods).
var sipMethods = [...]string{"INVITE ", "ACK ", "BYE ", "CANCEL ", "OPTIONS ", "REGISTER ", "PRACK ", "SUBSCRIBE ", "NOTIFY ",
	"PUBLISH ", "INFO ", "REFER ", "MESSAGE ", "UPDATE "}

// probeSIP recognises a request by its method and the scheme of its URI, and a response by its version and status (RFC
// 3261, section 7). A URI of another scheme requires the version at the end of the line.
func probeSIP(c *l7.Ctx) l7.Verdict {
	v := l7.Prefix(c.Data, sipMethods[:]...)
	if v == l7.Match {
		_, uri, _ := bytes.Cut(c.Data, []byte{' '})
		v = probeSIPURI(uri)
	} else if v == l7.Reject {
		v = probeSIPStatus(c.Data)
	}
	return v
}

func probeSIPURI(uri []byte) l7.Verdict {
	const longest = 512
	if v := l7.Prefix(uri, "sip:", "sips:", "tel:", "urn:service:"); v != l7.Reject {
		return v
	}
	line, _, whole := bytes.Cut(uri, []byte{'\n'})
	switch {
	case whole && bytes.HasSuffix(bytes.TrimSuffix(line, []byte{'\r'}), []byte(" SIP/2.0")):
		return l7.Match
	case whole || len(uri) > longest:
		return l7.Reject
	}
	return l7.More
}

func probeSIPStatus(b []byte) l7.Verdict {
	const version, digits = "SIP/2.0 ", 3
	v := l7.Prefix(b, version)
	if v != l7.Match {
		return v
	}
	b = b[len(version):]
	for i, c := range b[:min(len(b), digits)] {
		if c < '0' || c > '9' || i == 0 && (c == '0' || c > '6') {
			return l7.Reject
		}
	}
	if len(b) < digits {
		return l7.More
	}
	return l7.Match
}
