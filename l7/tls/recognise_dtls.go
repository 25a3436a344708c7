package tls

import (
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/wire"
)

// maxEpoch is the last epoch that is plausible: DTLS 1.2 has one a handshake.
const maxEpoch = 255

// probeDTLS recognises DTLS by a datagram that consists of records only. After the first record it accepts ciphertext
// of DTLS 1.3 or with a connection id without a check of its length, which may be implicit.
func probeDTLS(c *l7.Ctx) l7.Verdict {
	if ContentType(c.Data[0]) == ContentHeartbeat {
		return l7.Reject // a heartbeat alone is too little evidence
	}
	for b := c.Data; len(b) > 0; {
		if len(b) < len(c.Data) && isCiphertext(b[0]) {
			return l7.Match
		}
		r, ok := parseDTLSRecord(b)
		if !ok || !r.plausible() {
			return l7.Reject
		}
		b = b[dtlsHeaderLength+len(r.body):]
	}
	return l7.Match
}

func isCiphertext(first byte) bool {
	return first&dtlsUnifiedMask == dtlsUnified || first == byte(ContentCID)
}

func (r *dtlsRecord) plausible() bool {
	if r.epoch > 0 {
		return r.epoch <= maxEpoch && len(r.body) >= shortestSecret
	}
	switch r.content {
	case ContentHandshake:
		c := wire.NewCursor(r.body)
		f, err := parseFragment(&c)
		return err == nil && f.plausible()
	case ContentChangeCipherSpec:
		return len(r.body) == 1 || r.version == DTLS10Beta && len(r.body) == 3
	case ContentAlert:
		level := AlertLevel(r.body[0])
		return len(r.body) == alertLength && (level == LevelWarning || level == LevelFatal)
	}
	return false
}

func (f *fragment) plausible() bool {
	switch f.kind {
	case TypeClientHello, TypeServerHello:
		return f.length >= shortestHello
	case TypeHelloRequest, TypeServerHelloDone:
		return f.length == 0
	}
	return len(f.data) > 0 && f.kind <= TypeCertificateStatus
}
