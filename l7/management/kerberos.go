package management

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/wire"
)

// kerberosDatagram is Kerberos 5 over UDP (RFC 4120, sections 5.4 to 5.9 and 7.2.1).
func kerberosDatagram() l7.Proto {
	return l7.Proto{
		ID: categories.Kerberos, On: l7.UDP, Ports: []uint16{88, 464}, Min: 16, First: kerberosTags,
		Probe: func(c *l7.Ctx) l7.Verdict {
			if judgeKerberos(c.Data) == l7.Match {
				return l7.Match
			}
			return l7.Reject
		},
		Samples: l7.Samples(kerberosSample),
	}
}

// kerberosStream is Kerberos over TCP, where a length goes before a message (section 7.2.2).
func kerberosStream() l7.Proto {
	return l7.Proto{
		ID: categories.Kerberos, On: l7.TCP, Ports: []uint16{88}, First: l7.Bytes(0), Probe: probeKerberosStream,
		Samples: l7.Samples("\x00\x00\x00\xa8" + kerberosSample),
	}
}

const kerberosSample = "\x6a\x81\xa5\x30\x81\xa2\xa1\x03\x02\x01\x05\xa2\x03\x02\x01\x0a"

// kerberosTags are those of the messages: AS-REQ to AP-REP, KRB-SAFE, KRB-PRIV, KRB-CRED, KRB-ERROR.
var kerberosTags = l7.Bytes(0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f, 0x74, 0x75, 0x76, 0x7e)

func probeKerberosStream(c *l7.Ctx) l7.Verdict {
	b := c.Data
	switch {
	case b[0] != 0:
		return l7.Reject
	case len(b) < 4:
		return l7.More
	}
	if length := binary.BigEndian.Uint32(b); length < 16 || length > 1<<20 {
		return l7.Reject
	}
	return judgeKerberos(b[4:])
}

// judgeKerberos reads as far as the version, which is 5, and the type of message, which is that of the tag.
func judgeKerberos(b []byte) l7.Verdict {
	if len(b) == 0 {
		return l7.More
	}
	if !kerberosTags.Has(b[0]) {
		return l7.Reject
	}
	r := wire.NewCursor(b)
	r.BER()
	sequence, _ := r.BER()
	field, _ := r.BER()
	version := r.Element(tagInteger)
	next, _ := r.BER()
	kind := r.Element(tagInteger)
	if !r.OK() {
		if len(b) < 24 {
			return l7.More
		}
		return l7.Reject
	}
	if sequence != tagSequence || field != 0xa0 && field != 0xa1 || next != field+1 || version.Uint8() != 5 || kind.Uint8() != b[0]&0x1f {
		return l7.Reject
	}
	return l7.Match
}
