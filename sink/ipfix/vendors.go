package ipfix

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flow"
)

// addVendors adds ntop's L7_PROTO (118) and L7_PROTO_NAME (119), and CERT's silkAppLabel (33).
func (s *selection) addVendors() {
	app := number(118, unsigned16, func(f *flow.Flow, _ int) uint64 { return uint64(f.Label().App()) })
	app.enterprise = ntop
	s.add(app)
	label := number(33, unsigned16, func(f *flow.Flow, _ int) uint64 { return uint64(siLKLabel(f)) })
	label.enterprise = cert
	s.add(label)
	s.add(element{enterprise: ntop, id: 119, length: variable, kind: text, put: putName})
}

func putName(dst []byte, f *flow.Flow, _ int, _ *Exporter) []byte {
	at := len(dst) + 1
	return lengthOf(categories.AppendName(append(dst, 0), f.Label().Master(), f.Label().App()), at)
}

// siLKLabel returns the application label of YAF and SiLK for a flow, which is the well-known port of a protocol, 0 for none.
// (tools.netsa.cert.org/yaf/applabeling.html)
func siLKLabel(f *flow.Flow) uint16 {
	label := f.Label()
	if l := siLKLabelOf(label.App()); l != 0 {
		return l
	}
	return siLKLabelOf(label.Master())
}

// siLKLabels are the labels of protocols.
var siLKLabels = [...]struct {
	id    categories.ID
	label uint16
}{
	{categories.FTPControl, 21}, {categories.POP3, 110}, {categories.SMTP, 25}, {categories.IMAP, 143},
	{categories.DNS, 53}, {categories.HTTP, 80}, {categories.NTP, 123}, {categories.NetBIOS, 137},
	{categories.SSDP, 1900}, {categories.BGP, 179}, {categories.SNMP, 161}, {categories.SMBv1, 139},
	{categories.DHCP, 67}, {categories.MySQL, 3306}, {categories.Gnutella, 6346}, {categories.BitTorrent, 6881},
	{categories.SMBv23, 139}, {categories.Modbus, 502}, {categories.RTSP, 554}, {categories.IRC, 194},
	{categories.Jabber, 5222}, {categories.Yahoo, 5050}, {categories.RTP, 5004}, {categories.RDP, 3389},
	{categories.VNC, 5900}, {categories.TLS, 443}, {categories.SSH, 22}, {categories.Usenet, 119},
	{categories.TFTP, 69}, {categories.SIP, 5060}, {categories.Kerberos, 88}, {categories.LDAP, 389},
	{categories.PPTP, 1723}, {categories.RTCP, 5005}, {categories.RSYNC, 873}, {categories.SOCKS, 1080},
	{categories.Teredo, 3544}, {categories.MQTT, 1883}, {categories.DNP3, 20000},
	{categories.ServiceLocationProtocol, 427}, {categories.LDP, 646},
}

func siLKLabelOf(id categories.ID) uint16 {
	for i := range siLKLabels {
		if siLKLabels[i].id == id {
			return siLKLabels[i].label
		}
	}
	return 0
}
