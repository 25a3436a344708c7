package tls

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/l7"
)

const (
	// helloTells is the number of bytes that identify a handshake message: its header and a hello's version.
	helloTells = handshakeHeaderLength + 2
	// shortestHello is that of a server with neither session nor extensions.
	shortestHello = 38
	// shortestSecret is the content of a record that has an authentication code.
	shortestSecret = 16
	// longestOther is the length of the longest record in mid-stream that is not application data.
	longestOther = 512
)

// probeRecord recognises TLS by the first record, and by the following ones if the first is not sufficient.
func probeRecord(b []byte, begin bool) l7.Verdict {
	if len(b) < recordHeaderLength {
		return maybe(mayBeRecord(b))
	}
	h, ok := ParseRecordHeader(b)
	if !ok {
		return l7.Reject
	}
	body := b[recordHeaderLength:]
	switch {
	case h.Content == ContentAlert && h.Length == alertLength:
		return probeAlert(body)
	case h.Content == ContentHandshake && h.Length >= handshakeHeaderLength:
		if v := probeHandshake(body, h.Length); v != l7.Reject {
			return v
		}
	}
	return probeChain(b, begin)
}

// mayBeRecord reports whether data, shorter than a header, may be the start of one.
func mayBeRecord(b []byte) bool {
	c := ContentType(b[0])
	return c >= ContentChangeCipherSpec && c <= ContentHeartbeat && (len(b) < 2 || b[1] == 3) && (len(b) < 3 || b[2] <= 4)
}

func maybe(ok bool) l7.Verdict {
	if ok {
		return l7.More
	}
	return l7.Reject
}

func sure(ok bool) l7.Verdict {
	if ok {
		return l7.Match
	}
	return l7.Reject
}

func probeAlert(body []byte) l7.Verdict {
	if len(body) < alertLength {
		return l7.More
	}
	level := AlertLevel(body[0])
	_, known := alertNames[Alert(body[1])]
	return sure(known && (level == LevelWarning || level == LevelFatal))
}

// probeHandshake recognises the message that a record's content of the given length begins with.
func probeHandshake(b []byte, length int) l7.Verdict {
	if len(b) < min(length, helloTells) {
		return l7.More
	}
	t, n := handshakeHeader(b)
	switch t {
	case TypeClientHello, TypeServerHello:
		return sure(length >= helloTells && n >= shortestHello && n <= MaxHandshake && isHelloVersion(b))
	case TypeHelloRequest, TypeServerHelloDone:
		return sure(n == 0)
	case TypeCertificate:
		return sure(n >= 3 && n <= MaxCertificate)
	case TypeNewSessionTicket, TypeServerKeyExchange, TypeClientKeyExchange, TypeCertificateStatus,
		TypeCertificateRequest, TypeCertificateVerify:
		return sure(n > 0 && handshakeHeaderLength+n <= length)
	}
	return l7.Reject
}

// isHelloVersion reports whether the message is of a version that hellos begin with.
func isHelloVersion(b []byte) bool {
	v := Version(binary.BigEndian.Uint16(b[handshakeHeaderLength:]))
	return v.isRecord() || v.Draft() > 0 || v.IsFizz()
}

// probeChain recognises a chain of records by their headers alone: each header is at the offset that the previous one
// implies. At the start of a connection it requires two records, in mid-stream one. In mid-stream application data may
// be incomplete.
func probeChain(b []byte, begin bool) l7.Verdict {
	for records := 0; len(b) > 0; records++ {
		if len(b) < recordHeaderLength {
			return chained(mayBeRecord(b), records, begin)
		}
		h, ok := ParseRecordHeader(b)
		secret := h.Content == ContentApplicationData && h.Length >= shortestSecret
		if !ok || records == 0 && !begin && !secret && h.Length > longestOther {
			return l7.Reject
		}
		if b = b[recordHeaderLength:]; len(b) <= h.Length {
			if whole := len(b) == h.Length || records > 0 || secret; whole {
				records++
			}
			return chained(true, records, begin)
		}
		b = b[h.Length:]
	}
	return l7.More
}

// chained returns the verdict on a chain of records. ok is false if the chain ends with an invalid header.
func chained(ok bool, records int, begin bool) l7.Verdict {
	switch {
	case !ok:
		return l7.Reject
	case records == 0, begin && records == 1:
		return l7.More
	}
	return l7.Match
}
