package risks_test

import (
	"net/netip"
	"time"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/internal/risks"
	"github.com/nfstream/nfstream-go/internal/risks/riskstest"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/dns"
	"github.com/nfstream/nfstream-go/l7/http"
	"github.com/nfstream/nfstream-go/l7/label"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/tls"
	"github.com/nfstream/nfstream-go/packet"
	"github.com/nfstream/nfstream-go/risk"
)

const (
	request    = "GET / HTTP/1.1\r\nHost: a.example\r\nUser-Agent: curl/8.5.0\r\n\r\n"
	response   = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
	missing404 = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
	// question asks for the address of a.example, answer says that there is none.
	question = "\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x01a\x07example\x00\x00\x01\x00\x01"
	noAnswer = "\x12\x34\x81\x83\x00\x01\x00\x00\x00\x00\x00\x00\x01a\x07example\x00\x00\x01\x00\x01"
)

// dialogue is a TCP connection to a port in which either side speaks in turn.
func dialogue(port uint16, turns ...string) riskstest.Flow {
	return riskstest.Flow{On: l7.TCP, Port: port, Turns: turns}
}

// segments are packets of TCP without payload, by direction and flags.
func segments(of ...[2]uint8) riskstest.Flow {
	x := riskstest.Flow{On: l7.TCP, Port: 8080}
	for _, p := range of {
		x.Packets = append(x.Packets, riskstest.Packet{Dir: p[0], Flags: p[1], After: time.Millisecond})
	}
	return x
}

// recognised is a flow with a label that inspection gave, an address of the server, and a record of metadata.
func recognised(protocol, application categories.ID, server string, record any) riskstest.Flow {
	x := riskstest.Flow{On: l7.TCP, Port: 443, Dst: server, Turns: []string{"x", "y"},
		Label:    &label.Label{Protocol: protocol, Application: application, Confidence: label.ByInspection},
		Metadata: &metadata.Set{ServerName: "www.example.com"}}
	if record != nil {
		x.Metadata.With(record)
	}
	return x
}

var flowCases = []riskstest.Case{
	{ID: risk.NonStandardPort, Fires: true, Detail: "HTTP on port 8000", Flow: dialogue(8000, request, response)},
	{ID: risk.NonStandardPort, Flow: dialogue(80, request, response)},
	{ID: risk.NonStandardPort, Flow: recognised(categories.TLS, categories.RDP, "198.51.100.7:3389", nil)},
	{ID: risk.NonStandardPort, Flow: recognised(categories.POPS, 0, "198.51.100.7:110", nil)},
	{ID: risk.NonStandardPort, Flow: recognised(categories.FTPData, 0, "198.51.100.7:50000", nil)},
	{ID: risk.NonStandardPort, Fires: true, Flow: recognised(categories.POPS, 0, "198.51.100.7:111", nil)},

	{ID: risk.UnsafeProtocol, Fires: true, Detail: "FTP_CONTROL",
		Flow: dialogue(21, "", "220 FTP server ready\r\n", "USER a\r\n", "331 Password\r\n")},
	{ID: risk.UnsafeProtocol, Flow: dialogue(80, request, response)},

	{ID: risk.Unidirectional, Fires: true, Flow: dialogueOfOne},
	{ID: risk.Unidirectional, Flow: dialogue(80, request, response)},
	{ID: risk.Unidirectional, Flow: riskstest.Flow{On: l7.UDP, Dst: "224.0.0.251:5353", Turns: []string{"x"}}},

	{ID: risk.ConnectionIssues, Fires: true, Detail: "Connection refused (server)",
		Flow: segments([2]uint8{0, packet.SYN}, [2]uint8{1, packet.RST | packet.ACK})},
	{ID: risk.ConnectionIssues, Fires: true, Detail: "Connection refused (client)",
		Flow: segments([2]uint8{0, packet.SYN}, [2]uint8{1, packet.SYN | packet.ACK}, [2]uint8{0, packet.RST})},
	{ID: risk.ConnectionIssues, Fires: true, Detail: "TCP NULL scan", Flow: segments([2]uint8{0, 0})},
	{ID: risk.ConnectionIssues, Fires: true, Detail: "TCP FIN scan", Flow: segments([2]uint8{0, packet.FIN})},
	{ID: risk.ConnectionIssues, Fires: true, Detail: "TCP XMAS scan", Flow: segments([2]uint8{0, packet.FIN | packet.PSH | packet.URG})},
	{ID: risk.ConnectionIssues, Flow: segments([2]uint8{0, packet.SYN}, [2]uint8{1, packet.SYN | packet.ACK}, [2]uint8{0, packet.ACK})},
	{ID: risk.ConnectionIssues, Flow: segments([2]uint8{0, packet.FIN | packet.ACK}, [2]uint8{1, packet.RST})},
	{ID: risk.ConnectionIssues, Flow: dialogue(80, request, response)},
	{ID: risk.Probing, Fires: true, Flow: segments([2]uint8{0, packet.SYN}, [2]uint8{1, packet.RST | packet.ACK})},
	{ID: risk.Probing, Flow: segments([2]uint8{0, packet.SYN})},
	{ID: risk.Probing, Flow: segments([2]uint8{0, 0})},

	{ID: risk.TLSWithoutHTTPS, Fires: true,
		Flow: recognised(categories.TLS, 0, "198.51.100.7:443", &tls.Metadata{Version: "TLSv1.2", JA4: "t12d"})},
	{ID: risk.TLSWithoutHTTPS, Flow: recognised(categories.TLS, 0, "198.51.100.7:443", &tls.Metadata{Version: "TLSv1", JA4: "t10d"})},
	{ID: risk.TLSWithoutHTTPS,
		Flow: recognised(categories.TLS, 0, "198.51.100.7:443", &tls.Metadata{Version: "TLSv1.3", JA4: "t13d", ALPNOffered: "h2"})},
	{ID: risk.TLSWithoutHTTPS, Flow: recognised(categories.RDP, 0, "198.51.100.7:3389", &tls.Metadata{Version: "TLSv1.3", JA4: "t13d"})},
	{ID: risk.TLSWithoutHTTPS, Flow: recognised(categories.TLS, 0, "198.51.100.7:443", &tls.Metadata{Version: "TLSv1.3"})},

	{ID: risk.AddressMismatch, Fires: true, Detail: "Google at 198.51.100.7",
		Flow: recognised(categories.TLS, categories.Google, "198.51.100.7:443", nil)},
	{ID: risk.AddressMismatch, Flow: recognised(categories.TLS, categories.Google, "142.250.186.34:443", nil)},
	{ID: risk.AddressMismatch, Flow: recognised(categories.TLS, categories.NetFlix, "198.51.100.7:443", nil)},
	{ID: risk.AddressMismatch, Flow: recognised(categories.SOCKS, categories.Google, "198.51.100.7:1080", nil)},

	{ID: risk.ErrorCode, Fires: true, Detail: "HTTP 404", Flow: dialogue(80, request, missing404)},
	{ID: risk.ErrorCode, Fires: true, Detail: "DNS NXDOMAIN",
		Flow: riskstest.Flow{On: l7.UDP, Port: 53, Turns: []string{question, noAnswer}}},
	{ID: risk.ErrorCode, Fires: true, Detail: "DNS error 23",
		Flow: recognised(categories.DNS, 0, "198.51.100.7:53", &dns.Metadata{ReplyCode: 23})},
	{ID: risk.ErrorCode, Fires: true, Detail: "SNMP 2", Flow: riskstest.Flow{On: l7.UDP, Port: 161, Turns: []string{
		snmpMessage(0xa0, 0), snmpMessage(0xa2, 2)}}},
	{ID: risk.ErrorCode, Flow: riskstest.Flow{On: l7.UDP, Port: 161, Turns: []string{snmpMessage(0xa0, 0), snmpMessage(0xa2, 0)}}},
	{ID: risk.ErrorCode, Flow: dialogue(80, request, response)},
	{ID: risk.ErrorCode, Flow: recognised(categories.HTTP, 0, "198.51.100.7:80", &http.Metadata{Status: 302})},

	{ID: risk.MinorIssues, Fires: true, Flow: recognised(categories.DNS, 0, "198.51.100.7:53",
		&dns.Metadata{TTLs: []int64{9, 0}})},
	{ID: risk.MinorIssues,
		Flow: recognised(categories.DNS, 0, "198.51.100.7:53", &dns.Metadata{TTLs: []int64{1}})},
	{ID: risk.MinorIssues, Flow: recognised(categories.MDNS, 0, "198.51.100.7:5353", &dns.Metadata{TTLs: []int64{0}})},

	{ID: risk.DesktopSharing, Fires: true, Detail: "VNC", Flow: dialogue(5900, "", "RFB 003.008\n", "RFB 003.008\n")},
	{ID: risk.DesktopSharing, Fires: true, Flow: segments3389},
	{ID: risk.DesktopSharing, Flow: dialogue(80, request, response)},

	{ID: risk.AnonymousSubscriber, Fires: true, Detail: "Tor", Flow: told(risks.Sources{Hides: func(netip.Addr) string { return "Tor" }})},
	{ID: risk.AnonymousSubscriber, Flow: told(risks.Sources{Hides: func(netip.Addr) string { return "" }})},
	{ID: risk.RiskyASN, Fires: true, Detail: "AS 64500 198.51.100.7",
		Flow: told(risks.Sources{RiskyAS: func(netip.Addr) uint32 { return 64500 }})},
	{ID: risk.RiskyASN, Flow: told(risks.Sources{RiskyAS: func(netip.Addr) uint32 { return 0 }})},
	{ID: risk.Periodic, Fires: true, Detail: "every 60 s", Flow: paced(time.Minute)},
	{ID: risk.Periodic, Flow: paced(0)},

	{ID: risk.Malformed, Fires: true, Detail: "DNS question", Flow: riskstest.Flow{On: l7.UDP, Port: 53, Turns: []string{
		question[:5] + "\x02" + question[6:]}}},
	{ID: risk.Malformed, Flow: riskstest.Flow{On: l7.UDP, Port: 53, Turns: []string{question, noAnswer}}},
}

// told is a dialogue with what a run knows beside it.
func told(from risks.Sources) riskstest.Flow {
	x := dialogue(80, request, response)
	x.Sources = from
	return x
}

// paced is a dialogue with a period.
func paced(period time.Duration) riskstest.Flow {
	x := dialogue(80, request, response)
	x.Period = period
	return x
}

var (
	dialogueOfOne = riskstest.Flow{On: l7.UDP, Port: 5000, Turns: []string{"x"}}
	segments3389  = riskstest.Flow{On: l7.TCP, Port: 3389, Packets: []riskstest.Packet{{Flags: packet.SYN}}}
)

// snmpMessage is a message of version 1 with a PDU of a kind and an error.
func snmpMessage(kind, status byte) string {
	return "\x30\x29\x02\x01\x00\x04\x06public" + string([]byte{kind}) + "\x1c\x02\x04\x4b\x78\x1a\x6e\x02\x01" + string([]byte{status}) +
		"\x02\x01\x00\x30\x0e\x30\x0c\x06\x08\x2b\x06\x01\x02\x01\x01\x05\x00\x05\x00"
}
