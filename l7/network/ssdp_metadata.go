package network

import (
	"bytes"

	"github.com/nfstream/nfstream-go/l7/http"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// SSDP is what was read of the first message of SSDP. A text has 256 bytes at most.
type SSDP struct {
	_ metadata.Uncompared

	Method       string // M-SEARCH, NOTIFY, nothing of a response
	SearchTarget string // ST of a search or a response
	Type         string // NT of a notification
	SubType      string // NTS of a notification
	USN          string
	Location     string
	Server       string
}

// maxSSDPText is how many bytes of a value are kept.
const maxSSDPText = 256

// ssdpColumns are the fields of UPnP Device Architecture 2.0, section 1.
func ssdpColumns() []*metadata.Column {
	return metadata.TextColumns(`ssdp_method* M-SEARCH or NOTIFY, empty for a response
ssdp_st what is searched for or found
ssdp_nt what a notification is about
ssdp_nts* kind of the notification, such as ssdp:alive
ssdp_usn unique name of the device or service
ssdp_location URL of the description of the device
ssdp_server products of the device`, func(m *SSDP, i int) string {
		return [...]string{m.Method, m.SearchTarget, m.Type, m.SubType, m.USN, m.Location, m.Server}[i]
	})
}

// record writes a message down.
func (m *SSDPMessage) record(s *SSDP) {
	switch m.Kind {
	case SSDPSearch:
		s.Method = "M-SEARCH"
	case SSDPNotify:
		s.Method = "NOTIFY"
	}
	if m.Kind == SSDPNotify {
		s.Type = ssdpText(m.Target)
	} else {
		s.SearchTarget = ssdpText(m.Target)
	}
	s.SubType, s.USN = ssdpText(m.SubType), ssdpText(m.USN)
	s.Location, s.Server = ssdpText(m.Location), ssdpText(m.Server)
}

// ssdpText returns a value as one line.
func ssdpText(value []byte) string {
	value = value[:min(len(value), maxSSDPText)]
	if bytes.IndexByte(value, '\n') < 0 {
		return string(value)
	}
	return string(http.AppendUnfolded(nil, value))
}
