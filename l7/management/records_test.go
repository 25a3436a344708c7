//go:build !nfstream_no_management

package management_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/management"
)

// check fails where the flow of turns leaves another record.
func check[T any](t *testing.T, on l7.Transport, port uint16, want T, turns ...string) {
	t.Helper()
	require.Equal(t, want, l7test.Record[T](t, newEngine, l7test.Script{On: on, Port: port, Turns: turns}), "%q", turns)
}

// ber is an element of BER with a short or a long length.
func ber(tag byte, parts ...string) string {
	content := strings.Join(parts, "")
	if len(content) < 0x80 {
		return string([]byte{tag, byte(len(content))}) + content
	}
	return string([]byte{tag, 0x82, byte(len(content) >> 8), byte(len(content))}) + content
}

func integer(n byte) string { return ber(2, string([]byte{n})) }

func principal(parts ...string) string {
	names := ""
	for _, part := range parts {
		names += ber(0x1b, part)
	}
	return ber(0x30, ber(0xa0, integer(1)), ber(0xa1, ber(0x30, names)))
}

func kerberosRequest(kind byte, padding string) string {
	return ber(0x60|kind, ber(0x30, ber(0xa1, integer(5)), ber(0xa2, integer(kind)), ber(0xa3, ber(0x30, padding)),
		ber(0xa4, ber(0x30, ber(0xa0, "\x03\x05\x00\x40\x00\x00\x00"), ber(0xa1, principal("bob", "x")), ber(0xa2, ber(0x1b, "EXAMPLE.COM")),
			ber(0xa3, principal("krbtgt", "EXAMPLE.COM")), ber(0xa7, integer(4))))))
}

func framed(message string) string {
	return string([]byte{0, 0, byte(len(message) >> 8), byte(len(message))}) + message
}

func TestKerberos(t *testing.T) {
	asked := management.Kerberos{Realm: "EXAMPLE.COM", Client: "bob/x", Service: "krbtgt/EXAMPLE.COM"}
	refused := asked
	refused.Error = 25
	failure := ber(0x7e, ber(0x30, ber(0xa0, integer(5)), ber(0xa1, integer(30)), ber(0xa6, integer(25)), ber(0xa9, ber(0x1b, "OTHER")),
		ber(0xaa, principal("krbtgt", "OTHER"))))
	request, long := kerberosRequest(10, ""), kerberosRequest(10, strings.Repeat("p", 4000))
	ticket := ber(0x6e, ber(0x30, ber(0xa0, integer(5)), ber(0xa1, integer(14)), ber(0xa2, "\x03\x05\x00\x00\x00\x00\x00"),
		ber(0xa3, ber(0x61, ber(0x30, ber(0xa0, integer(5)), ber(0xa1, ber(0x1b, "R")), ber(0xa2, principal("kadmin", "changepw")))))))
	reply := ber(0x6b, ber(0x30, ber(0xa0, integer(5)), ber(0xa1, integer(11)), ber(0xa3, ber(0x1b, "R")), ber(0xa4, principal("c"))))
	check(t, l7.UDP, 88, asked, request)
	check(t, l7.UDP, 88, refused, request, failure, kerberosRequest(12, ""))
	check(t, l7.UDP, 88, management.Kerberos{Realm: "R", Service: "kadmin/changepw"}, ticket)
	check(t, l7.UDP, 88, management.Kerberos{Realm: "R", Client: "c"}, reply)
	check(t, l7.TCP, 88, asked, framed(request))
	check(t, l7.TCP, 88, refused, framed(long), framed(failure))
	check(t, l7.TCP, 88, management.Kerberos{}, framed(request)[:40])
}

func TestSNMP(t *testing.T) {
	user := func(flags byte, scoped string) string {
		return ber(0x30, integer(3), ber(0x30, integer(1), integer(100), ber(4, string([]byte{flags})), integer(3)),
			ber(4, ber(0x30, ber(4, "engine"), integer(1), integer(2), ber(4, "operator"), ber(4, "digest"), ber(4, ""))), scoped)
	}
	request := ber(0xa0, integer(1), integer(0), integer(0), ber(0x30))
	check(t, l7.UDP, 161, management.SNMP{Community: "public", PDU: "get-request"}, ber(0x30, integer(0), ber(4, "public"), request))
	check(t, l7.UDP, 161, management.SNMP{Version: 1, Community: "p", PDU: "report"},
		ber(0x30, integer(1), ber(4, "p"), "\xa8"+request[1:]))
	check(t, l7.UDP, 161, management.SNMP{Version: 3, User: "operator", PDU: "get-request"},
		user(4, ber(0x30, ber(4, ""), ber(4, ""), request)))
	check(t, l7.UDP, 161, management.SNMP{Version: 3, User: "operator"}, user(7, ber(4, "encrypted")))
}

func TestLDAP(t *testing.T) {
	message := func(op string) string { return ber(0x30, integer(1), op) }
	simple := message(ber(0x60, integer(3), ber(4, "cn=admin,dc=example"), ber(0x80, "password")))
	start := message(ber(0x60, integer(3), ber(4), ber(0xa3, ber(4, "GSS-SPNEGO"), ber(4, strings.Repeat("x", 2000)))))
	check(t, l7.TCP, 389, management.LDAP{Version: 3, DN: "cn=admin,dc=example", Mechanism: "simple"}, simple)
	check(t, l7.TCP, 389, management.LDAP{Version: 3, Mechanism: "GSS-SPNEGO"}, start)
	check(t, l7.TCP, 389, management.LDAP{Version: 3, DN: "cn=admin,dc=example", Mechanism: "simple"}, start,
		message(ber(0x61, "\x0a\x01\x00", ber(4), ber(4))), simple)
	check(t, l7.TCP, 389, management.LDAP{Version: 2, Mechanism: "sicily"}, message(ber(0x60, integer(2), ber(4), ber(0x89))))
	check(t, l7.TCP, 389, management.LDAP{}, message(ber(0x42)))
}

func attribute(kind byte, value string) string {
	return string([]byte{kind, byte(len(value) + 2)}) + value
}

func radiusOf(code byte, attributes ...string) string {
	body := zeros(16) + strings.Join(attributes, "")
	return string([]byte{code, 1, 0, byte(4 + len(body))}) + body
}

func TestRadius(t *testing.T) {
	request := radiusOf(1, attribute(1, "bob"), attribute(4, "\xc0\x00\x02\x01"), attribute(31, "00-00-5E-00-53-01"))
	check(t, l7.UDP, 1812, management.Radius{Code: 1, Reply: 3, User: "bob", NAS: "192.0.2.1", Station: "00-00-5E-00-53-01"},
		request, radiusOf(3))
	check(t, l7.UDP, 1812, management.Radius{Code: 1, User: "bob", NAS: "192.0.2.1", Station: "00-00-5E-00-53-01"}, request, "", request)
	check(t, l7.UDP, 1812, management.Radius{Code: 4, NAS: "ap"}, radiusOf(4, attribute(32, "ap"), attribute(4, "\xc0\x00\x02\x01")))
}

func TestDiameter(t *testing.T) {
	attribute := func(code, flags byte, value string) string {
		length := 8 + len(value)
		return "\x00\x00\x01" + string([]byte{code, flags, 0, 0, byte(length)}) + value + zeros(-length&3)
	}
	body := "\x80\x00\x01\x01" + zeros(12) + attribute(8, 0x40, "host.a") +
		attribute(8, 0x80, zeros(4)+"vendor") + attribute(40, 0x40, "a")
	check(t, l7.TCP, 3868, management.Diameter{Command: 257, Host: "host.a", Realm: "a"}, "\x01\x00\x00"+string(rune(4+len(body)))+body)
}

func TestSyslog(t *testing.T) {
	for text, want := range map[string]management.Syslog{
		"<34>Oct 11 22:14:15 host su[12]: failed": {Facility: 4, Severity: 2, Host: "host", App: "su"},
		"<34>Oct  1 22:14:15 host su: failed":     {Facility: 4, Severity: 2, Host: "host", App: "su"},
		"<165>1 2003-10-11T22:14:15Z h su - - t":  {Facility: 20, Severity: 5, Host: "h", App: "su"},
		"<165>1 2003-10-11T22:14:15Z - su - - t":  {Facility: 20, Severity: 5},
		"<7>2016-05-24T09:50:52+02:00 host su: t": {Severity: 7, Host: "host", App: "su"},
		"<189>anything at all":                    {Facility: 23, Severity: 5},
		"<189>Oct 11 22:14:15 %LINK-3-UPDOWN: up": {Facility: 23, Severity: 5},
	} {
		check(t, l7.UDP, 514, want, text)
		check(t, l7.TCP, 514, want, text+"\n", "", text+"\n")
	}
	want := management.Syslog{Facility: 4, Severity: 2, Host: "host", App: "su"}
	check(t, l7.TCP, 601, want, "32 <34>Oct 11 22:14:15 host su: yes32 <34>")
}

func TestDiscoveries(t *testing.T) {
	tlv := func(kind byte, value string) string {
		return "\x00" + string([]byte{kind, 0, byte(len(value))}) + value
	}
	check(t, l7.UDP, 5678, management.Mikrotik{Identity: "router", Version: "6.35", Board: "RB450G", SoftwareID: "ID",
		MAC: "00:00:5e:00:53:01"},
		zeros(4)+tlv(1, "\x00\x00\x5e\x00\x53\x01")+tlv(5, "router")+tlv(7, "6.35")+tlv(11, "ID")+tlv(12, "RB450G"))
	short := func(kind byte, value string) string { return string([]byte{kind, 0, byte(len(value))}) + value }
	body := short(2, zeros(10)) + short(3, "v4") + short(0x0b, "ubnt") + short(0x0c, "UGW3")
	check(t, l7.UDP, 10001, management.Ubiquiti{Version: "v4", Host: "ubnt", Model: "UGW3"},
		"\x01\x00\x00\x00", "\x01\x00\x00"+string(rune(len(body)))+body)
	check(t, l7.UDP, 3702, management.WSD{Action: "Probe", Types: "wsdp:Device"}, `<?xml version="1.0"?><s:Envelope><wsa:Action>`+
		`http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe</wsa:Action><d:Types xmlns:d="x"> wsdp:Device </d:Types>`)
	check(t, l7.UDP, 3702, management.WSD{}, `<?xml version="1.0"?><s:MyTypes>a</s:MyTypes><Action>`)
	check(t, l7.UDP, 2055, management.NetFlow{Version: 5}, "\x00\x05\x00\x01"+zeros(20+48))
	check(t, l7.UDP, 25826, management.Collectd{Host: "a"}, "\x00\x00\x00\x06a\x00\x00\x08\x00\x0c"+zeros(8))
	check(t, l7.UDP, 25826, management.Collectd{User: "u"}, "\x02\x00\x00\x25"+zeros(32)+"u")
	check(t, l7.UDP, 25826, management.Collectd{User: "u"}, "\x02\x10\x00\x2a\x00\x01u"+zeros(35))
}

func TestCaptures(t *testing.T) {
	protos := management.Protos()
	require.Contains(t, l7test.RecordsOf[management.Mikrotik](t, "corpus/pcap/1kxun.pcap", protos), management.Mikrotik{
		Identity: "IPv6Route", Version: "6.35.4 (stable)", Board: "RB450G", SoftwareID: "VS1L-Q18R", MAC: "4c:5e:0c:56:47:4f"})
	require.Contains(t, l7test.RecordsOf[management.LDAP](t, "corpus2/pcap/arkime~tests~pcap~ntlm_synthetic.pcap", protos),
		management.LDAP{Version: 3, Mechanism: "NTLM", User: "grace"})
	require.Contains(t, l7test.RecordsOf[management.SNMP](t, "corpus/pcap/snmp.pcap", protos),
		management.SNMP{Version: 1, Community: "public", PDU: "get-request"})
}
