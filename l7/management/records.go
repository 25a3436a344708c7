package management

import (
	"bytes"
	"encoding/binary"
	"net/netip"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/frames"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/wire"
)

// Radius is what the first request and its reply say.
type Radius struct {
	_ metadata.Uncompared

	Code, Reply uint8 // of the first message, and of the answer to it
	User        string
	NAS         string // the network access server, by name or else address
	Station     string // of the client, such as its MAC address or telephone number
}

func radiusColumns() []*metadata.Column {
	columns := metadata.TextColumns(`radius_user name of the user
radius_nas identifier of the network access server, or its address
radius_calling_station identifier of the client, such as its MAC address`, func(m *Radius, i int) string {
		return [...]string{m.User, m.NAS, m.Station}[i]
	})
	return append(columns, metadata.IntColumns(`radius_code 8 code of the first message, such as 1: Access-Request
radius_reply 8 code of the answer, such as 2: Access-Accept, 3: Access-Reject`, func(m *Radius, i int) int64 {
		return [...]int64{int64(m.Code), int64(m.Reply)}[i]
	})...)
}

// radiusDialogue reads the attributes of the first message (RFC 2865, sections 5.1, 5.4, 5.31, 5.32).
var radiusDialogue = &frames.Dialogue{Read: func(c *l7.Ctx, b []byte) (done bool) {
	m := l7.Record[Radius](c)
	if m.Code != 0 {
		if c.InDirection() == 1 {
			m.Reply = b[0]
		}
		return true
	}
	m.Code = b[0]
	r := wire.NewCursor(b)
	for r.Skip(20); r.Len() >= 2; {
		kind := r.Uint8()
		value := r.Bytes(int(r.Uint8()) - 2)
		switch {
		case kind == 1:
			m.User = string(value)
		case kind == 4 && m.NAS == "" && len(value) == 4:
			m.NAS = netip.AddrFrom4([4]byte(value)).String()
		case kind == 31:
			m.Station = string(value)
		case kind == 32:
			m.NAS = string(value)
		}
	}
	return false
}}

// Diameter is what the first message says.
type Diameter struct {
	_ metadata.Uncompared

	Command     uint32
	Host, Realm string // of who sends it
}

func diameterColumns() []*metadata.Column {
	columns := metadata.TextColumns(`diameter_origin_host host that sends the first command
diameter_origin_realm* realm of that host`, func(m *Diameter, i int) string {
		return [...]string{m.Host, m.Realm}[i]
	})
	return append(columns, metadata.Int("diameter_command", "code of the first command",
		func(m *Diameter) int64 { return int64(m.Command) }).Unsigned(32).OrNone())
}

// diameterDialogue reads the attributes of the first message (RFC 6733, sections 4.1, 6.3 and 6.4).
var diameterDialogue = &frames.Dialogue{
	Form: frames.Form{Keep: 1 << 10, Length: func(b []byte) int {
		switch {
		case len(b) < 4:
			return 0
		case b[0] != 1 || b[1] == 0 && b[2] == 0 && b[3] < 20:
			return -1
		}
		return int(binary.BigEndian.Uint32(b) & 0xffffff)
	}},
	Read: func(c *l7.Ctx, b []byte) (done bool) {
		m := l7.Record[Diameter](c)
		m.Command = binary.BigEndian.Uint32(b[4:]) & 0xffffff
		r := wire.NewCursor(b)
		for r.Skip(20); r.Len() >= 8; {
			code, flags, length := r.Uint32(), r.Uint8(), int(r.Uint24())
			value := r.Bytes(length - 8)
			if r.Skip(-length & 3); flags&0x80 != 0 { // of a vendor
				continue
			}
			switch code {
			case 264:
				m.Host = kept(value)
			case 296:
				m.Realm = kept(value)
			}
		}
		return true
	},
}

// Syslog is what the head of the first message says. Facility and Severity are those of RFC 5424, section 6.2.1.
type Syslog struct {
	_ metadata.Uncompared

	Facility, Severity uint8
	Host, App          string
}

func syslogColumns() []*metadata.Column {
	columns := metadata.TextColumns(`syslog_host host that the first message is from
syslog_app program that the first message is from`, func(m *Syslog, i int) string {
		return [...]string{m.Host, m.App}[i]
	})
	columns = append(columns, metadata.Int("syslog_facility", "facility of the first message",
		func(m *Syslog) int64 { return int64(m.Facility) }).Unsigned(8))
	return append(columns,
		metadata.Int("syslog_severity", "severity of the first message, from 0: emergency to 7: debug",
			func(m *Syslog) int64 { return int64(m.Severity) }).Unsigned(8))
}

// syslogDialogue reads the first message: of a stream by its length, or else by the end of its line (RFC 6587, section 3.4).
var syslogDialogue = &frames.Dialogue{
	Form: frames.Form{Keep: syslogHead, Length: func(b []byte) int {
		length, i := 0, 0
		for i < len(b) && i < 6 && b[i] >= '0' && b[i] <= '9' {
			length, i = length*10+int(b[i]-'0'), i+1
		}
		end := bytes.IndexByte(b[:min(len(b), syslogHead)], '\n') + 1
		switch {
		case i > 0 && i == len(b):
			return 0
		case i > 0:
			return i + 1 + length
		case end == 0 && len(b) >= syslogHead:
			return syslogHead
		}
		return end
	}},
	Read: readSyslog,
}

const syslogHead = 256

func readSyslog(c *l7.Ctx, b []byte) (done bool) {
	_, b, _ = bytes.Cut(b[:min(len(b), syslogHead)], []byte("<"))
	priority, i := 0, 0
	for ; i < len(b) && i < 3 && b[i] >= '0' && b[i] <= '9'; i++ {
		priority = priority*10 + int(b[i]-'0')
	}
	if i == 0 || i == len(b) || b[i] != '>' {
		return true
	}
	m := l7.Record[Syslog](c)
	m.Facility, m.Severity = uint8(priority>>3), uint8(priority&7)
	fields := bytes.Fields(b[i+1:])
	skip := 3 // month, day, time (RFC 3164, section 4.1.2)
	switch {
	case len(fields) > 0 && string(fields[0]) == "1": // RFC 5424: version, time
		skip = 2
	case len(fields) > 0 && fields[0][0] == '2': // a time in ISO 8601
		skip = 1
	case len(fields) < 3 || len(fields[0]) != 3 || bytes.Count(fields[2], []byte(":")) != 2:
		return true
	}
	if len(fields) > skip+1 && string(fields[skip]) != "-" && fields[skip][len(fields[skip])-1] != ':' {
		m.Host = string(fields[skip])
		app, _, _ := bytes.Cut(fields[skip+1], []byte("["))
		m.App = string(bytes.TrimSuffix(app, []byte(":")))
	}
	return true
}

// NetFlow is what the first message says.
type NetFlow struct {
	_ metadata.Uncompared

	Version uint16
}

func netflowColumns() []*metadata.Column {
	return []*metadata.Column{metadata.Int("netflow_version", "version of the first message; 10 is IPFIX",
		func(m *NetFlow) int64 { return int64(m.Version) }).Unsigned(16).OrNone()}
}

// Collectd is what the first message says.
type Collectd struct {
	_ metadata.Uncompared

	Host string // that is measured
	User string // that signs or encrypts
}

func collectdColumns() []*metadata.Column {
	return metadata.TextColumns(`collectd_host host that is measured
collectd_user user that signs or encrypts`, func(m *Collectd, i int) string {
		return [...]string{m.Host, m.User}[i]
	})
}

// readCollectd reads the first parts of a message (collectd, "Binary protocol").
func readCollectd(c *l7.Ctx) {
	r := wire.NewCursor(c.Data)
	for r.Len() >= 4 {
		kind := r.Uint16()
		switch body := r.Bytes(int(r.Uint16()) - 4); {
		case len(body) == 0:
		case kind == 0 && body[len(body)-1] == 0:
			l7.Record[Collectd](c).Host = kept(body[:len(body)-1])
			c.Metadata().ServerName = l7.HostText(body[:len(body)-1])
			return
		case kind == 0x200 && len(body) > 32:
			l7.Record[Collectd](c).User = kept(body[32:])
		case kind == 0x210:
			user := wire.NewCursor(body)
			name := user.Block16()
			l7.Record[Collectd](c).User = kept(name.Rest())
		}
	}
}
