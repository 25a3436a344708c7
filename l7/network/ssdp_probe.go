package network

import (
	"bytes"
	"unsafe"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/http"
)

// ssdp returns SSDP (UPnP Device Architecture 2.0).
func ssdp() l7.Proto {
	return l7.Proto{
		ID: categories.SSDP, On: l7.UDP, EachDatagram: true, Ports: []uint16{SSDPPort}, Min: len(ssdpNotify),
		First: l7.Bytes(ssdpSearch[0], ssdpNotify[0], ssdpResponse[0]), Probe: probeSSDP,
		Session: func() l7.Session { return new(ssdpSession) }, Columns: ssdpColumns(),
		Samples: [][]byte{
			[]byte("M-SEARCH * HTTP/1.1\r\nST: ssdp:all\r\n\r\n"),
			[]byte("NOTIFY * HTTP/1.1\r\nNTS: ssdp:alive\r\n\r\n"),
			[]byte("HTTP/1.1 200 OK\r\nST: upnp:rootdevice\r\nUSN: uuid:1\r\n\r\n"),
		},
	}
}

func probeSSDP(c *l7.Ctx) l7.Verdict {
	var m SSDPMessage
	if !MaybeSSDP(c.Data) || m.Parse(c.Data) != nil {
		return l7.Reject
	}
	return l7.Match
}

// ssdpSession writes the first message down: those of a flow are alike.
type ssdpSession struct{}

// Read reads a datagram.
func (*ssdpSession) Read(c *l7.Ctx) l7.Verdict {
	var m SSDPMessage
	if m.Parse(c.Data) != nil {
		return l7.Match
	}
	m.record(l7.Record[SSDP](c))
	if host, _ := http.SplitAuthority(m.Host); len(host) > 0 {
		c.Metadata().ServerName = string(bytes.ToLower(host))
	}
	if len(m.UserAgent) > 0 {
		d := c.Metadata()
		d.UserAgent = string(m.UserAgent)
		d.ClientText, d.ServerText = http.OperatingSystem(d.UserAgent), d.ServerName
	}
	return l7.Match
}

// Close has nothing to add.
func (*ssdpSession) Close(*l7.Ctx) {}

// Reset has nothing to do.
func (*ssdpSession) Reset() {}

// Holds returns the memory that the session uses, in bytes (l7.Holder).
func (s *ssdpSession) Holds() int { return int(unsafe.Sizeof(*s)) }
