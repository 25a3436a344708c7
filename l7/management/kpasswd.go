//go:build !nfstream_no_management

package management

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

const portKpasswd = 464

// kpasswd is the change of a Kerberos password (RFC 3244, section 2): the length of the message, a version, the length of an AP-REQ
// or AP-REP, and that, before a KRB-PRIV; or an error. Over TCP the length of all that goes before it.
func kpasswd(on l7.Transport) l7.Proto {
	const request = "\x00\x98\xff\x80\x00\x18\x6e\x16\x30\x14\xa0\x03\x02\x01\x05\xa1\x03\x02\x01\x0e\xa2\x07\x03\x05\x00\x00\x00\x00\x00"
	samples := l7.Samples(request)
	if on == l7.TCP {
		samples = l7.Samples("\x00\x00\x00\x98" + request)
	}
	return l7.Proto{
		ID: categories.Kerberos, On: on, Ports: []uint16{portKpasswd}, PortsOnly: true, Columns: kerberosColumns(), Samples: samples,
		Probe: func(c *l7.Ctx) l7.Verdict {
			switch b := c.Data; {
			case !c.OnPort(portKpasswd):
			case on == l7.UDP:
				if judgeKpasswd(b) == l7.Match {
					return l7.Match
				}
			case len(b) <= 4:
				return l7.More
			case binary.BigEndian.Uint32(b) < 1<<16:
				return judgeKpasswd(b[4:])
			}
			return l7.Reject
		},
	}
}

func judgeKpasswd(b []byte) l7.Verdict {
	const header, own, microsoft = 6, 1, 0xff80
	if len(b) < header {
		return l7.More
	}
	length, version, ticket := binary.BigEndian.Uint16(b), binary.BigEndian.Uint16(b[2:]), binary.BigEndian.Uint16(b[4:])
	if version != own && version != microsoft || length <= header || ticket > length-header {
		return l7.Reject
	}
	return judgeKerberos(b[header:])
}
