//go:build !nfstream_no_network

package network

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

func newEngine() *l7.Engine {
	return l7.NewEngine(l7.Compile(Protos()), l7.Limits{TCP: 1 << 10, UDP: 8})
}

const nobody = 40001

func zeros(n int) string { return string(make([]byte, n)) }

func TestDatagrams(t *testing.T) {
	ntp := "\x23\x02\x06\xe8" + zeros(44)
	for _, c := range []struct {
		want categories.ID
		port uint16
		text string
	}{
		{categories.DHCP, nobody, bootpHeader + "\x63\x82\x53\x63\xff"},
		{0, nobody, bootpHeader + "\x63\x82\x53\x64\xff"},
		{categories.DHCP, 67, bootpHeader},
		{0, nobody, bootpHeader},
		{0, 67, "\x03" + bootpHeader[1:]},
		{0, nobody, "\x01\x12\x34\x56\x00\x01\x00\x00"},
		{0, 547, "\x01\x12\x34\x56"},
		{0, 547, "\x01\x12\x34\x56\x00\x01\x00\x02\x00"},
		{0, 547, "\x25\x12\x34\x56\x00\x01\x00\x00"},
		{categories.DHCPV6, 547, "\x0b\x12\x34\x56\x00\x01\x00\x00"},
		{categories.NTP, 123, ntp}, {0, nobody, ntp}, {0, 123, ntp[:40]}, {0, 123, "\x03" + ntp[1:]},
		{0, 123, "\x23\x02\x06\x08" + ntp[4:]},
		{categories.NTP, 123, "\x16\x01\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00"},
		{categories.NTP, 123, "\x17\x00\x03\x2a\x00\x00\x00\x00"},
		{categories.NetBIOS, nobody, "\x12\x34\x01\x10\x00\x01\x00\x00\x00\x00\x00\x00" + netbiosSample + "\x00"},
		{0, nobody, "\x12\x34\x01\x10\x00\x01\x00\x00\x00\x00\x00\x00\x20fhFAEBEECACACACACACACACACACACAAA\x00"},
		{0, nobody, "\x11\x0a\x2e\x43\xc0\x00\x02\x01\x00\x8a\x00\x54\x00\x00\x20fhFAEBEECACACACACACACACACACACAAA"},
		{categories.HSRP, 1985, "\x00\x00\x10\x03\x0a\x78\x01\x00cisco" + zeros(7)},
		{0, 1985, "\x00\x00\x11\x03\x0a\x78\x01\x00cisco" + zeros(7)},
		{0, nobody, "\x00\x00\x10\x03\x0a\x78\x01\x00cisco" + zeros(7)},
		{0, 3222, "\x02" + zeros(13)},
		{0, 3222, "\x01" + zeros(11) + "\x01\x90"},
		{0, 3784, "\x20\xc0\x03\x18" + zeros(20)},
		{0, nobody, "\x20\xc0\x03\x18\x00\x00\x00\x01" + zeros(16)},
		{0, 3784, "\x20\xc0\x03\x19\x00\x00\x00\x01" + zeros(17)},
		{0, 646, "\x00\x02\x00\x1e" + zeros(10)}, {0, nobody,
			"\x00\x01\x00\x1e\xc0\x00\x02\x01\x00\x00\x01\x00\x00\x14\x00\x00\x00\x01"},
		{0, 4342, "\x12\x00\x00\x00" + zeros(20)},
		{0, 4342, "\x92\x00\x00\x01" + zeros(20)},
		{categories.LISP, 4341, "\x88" + zeros(7) + "\x45\x00\x00\x14" + zeros(16)},
		{0, 4341, "\x88" + zeros(7) + "\x45\x00\x00\x15" + zeros(16)},
		{0, 5351, "\x00\x03" + zeros(10)},
		{0, nobody, "\x00\x00"},
		{0, 5351, "\x00\x01"},
		{0, 2123, "\x32\x01\x00\x05\x00\x00\x00\x00\x0c\x00\x00\x00"},
		{0, 2152, "\x32\x10\x00\x04\x00\x00\x00\x00\x0c\x00\x00\x00"},
		{0, 2152, "\x48\x20\x00\x08" + zeros(8)},
		{0, 3386, "\x2e\x01\x00\x01\x00\x01"},
		{0, 8805, "\x20\x01\x00\x0d" + zeros(12)},
		{0, 8805, "\x20\x20\x00\x04" + zeros(4)},
		{0, 5246, "\x00\x20\x02\x17" + zeros(20)},
		{categories.CAPWAP, 5246, "\x01\x00\x00\x00\x16\xfe\xff\x00"},
		{0, 5246, "\x01\x00\x00\x00\x99\xfe\xff\x00"},
	} {
		e := newEngine()
		k := l7test.NewTalk(e, l7.UDP, 40000, c.port)
		k.Say(0, []byte(c.text))
		if !k.Flow.Decided() {
			k.Key.PortB = nobody // no guess by port
			k.End()
		}
		require.Equal(t, c.want, k.Flow.Protocol, "%d %q", c.port, c.text)
		require.Zero(t, e.Busy())
	}
}

func TestApplications(t *testing.T) {
	smb := "\x11\x0a\x2e\x43\xc0\x00\x02\x01\x00\x8a\x00\x54\x00\x00" + netbiosSample + "\x00" + netbiosSample + "\x00"
	for text, c := range map[string]struct {
		port uint16
		want categories.ID
	}{
		smb + "\xffSMB%": {138, categories.SMBv1}, smb + "other": {138, 0},
		"\x32\x01\x00\x04\x00\x00\x00\x00\x0c\x00\x00\x00": {2152, categories.GTPU},
		"\x48\x20\x00\x08" + zeros(8):                      {2123, categories.GTPC}, "\x2e\x01\x00\x00\x00" +
			"\x01": {3386, categories.GTPPrime},
	} {
		k := l7test.NewTalk(newEngine(), l7.UDP, 40000, c.port)
		k.Say(0, []byte(text))
		require.Equal(t, c.want, k.Flow.Application, "%q", text)
	}
}

func TestStreams(t *testing.T) {
	for text, want := range map[string]categories.ID{
		bgpMarker + "\x00\x13\x04": categories.BGP, bgpMarker + "\x00\x14\x04": 0, bgpMarker + "\x00\x13\x06": 0,
		bgpMarker[1:] + "\x00\x13\x04": 0,
	} {
		for _, size := range []int{1, 5, 100} {
			k := l7test.NewTalk(newEngine(), l7.TCP, 40000, nobody)
			k.Segments(0, []byte(text), size)
			k.End()
			require.Equal(t, want, k.Flow.Protocol, "%q", text)
		}
	}
}

func TestMetadata(t *testing.T) {
	k := l7test.NewTalk(newEngine(), l7.UDP, 68, 67)
	k.Say(0,
		[]byte(bootpHeader+"\x63\x82\x53\x63\x00\x35\x01\x01\x0c\x04Host\x37\x03\x01\x1c\xfc\x3c\x05MSFT\x00\xff\x0c\x01x"))
	require.Equal(t, (&metadata.Set{ServerName: "host"}).With(&DHCP{MessageType: 1, OptionsOf: 1, HostName: "Host",
		MAC: "02:00:00:00:00:01", Fingerprint: "1,28,252", Options: "53,12,55,60", Class: "MSFT"}), k.Metadata)
	k = l7test.NewTalk(newEngine(), l7.UDP, 40000, 123)
	k.Say(0, []byte("\x23\x02\x06\xe8"+zeros(44)))
	require.Equal(t, &NTP{Version: 4, Mode: 3}, metadata.Get[NTP](k.Metadata))
	k = l7test.NewTalk(newEngine(), l7.UDP, 137, 137)
	k.Say(0, []byte("\x12\x34\x01\x10\x00\x01\x00\x00\x00\x00\x00\x00"+netbiosSample+"\x00\x00\x20\x00\x01"))
	require.Equal(t, "wpad", k.Metadata.ServerName)
}

// dhcpMessage makes a message of an operation with a client's or a server's address and options.
func dhcpMessage(operation byte, address string, options ...string) []byte {
	b := []byte(bootpHeader + "\x63\x82\x53\x63" + strings.Join(options, "") + "\xff")
	b[0] = operation
	at := bootpYour
	if operation == 1 {
		at = bootpClient
	}
	copy(b[at:], address)
	return b
}

// What a client says is in several messages, and the address in the server's.
func TestDHCPExchange(t *testing.T) {
	k := l7test.NewTalk(newEngine(), l7.UDP, 68, 67)
	k.Say(0, dhcpMessage(1, "", "\x35\x01\x01", "\x37\x02\x01\x03"))
	k.Say(1, dhcpMessage(2, "\xc0\x00\x02\x07", "\x35\x01\x02", "\x36\x04\xc0\x00\x02\x01", "\x3c\x02AP"))
	k.Say(0, dhcpMessage(1, "", "\x35\x01\x03", "\x32\x04\xc0\x00\x02\x07", "\x0c\x06Lap Nr", "\x4d\x02us", "\x39\x02\x05\xdc", "\x37\x01\x06"))
	require.False(t, k.Flow.Decided())
	k.Say(1, dhcpMessage(2, "\xc0\x00\x02\x08", "\x35\x01\x05"))
	require.True(t, k.Flow.Decided())
	require.Equal(t, (&metadata.Set{}).With(&DHCP{MessageType: 1, OptionsOf: 3, MaxSize: 1500, HostName: "Lap Nr",
		MAC: "02:00:00:00:00:01", Requested: "192.0.2.7", Address: "192.0.2.8", Server: "192.0.2.1", Fingerprint: "1,3",
		Options: "53,50,12,77,57,55", Class: "AP", UserClass: "us"}), k.Metadata)
	k = l7test.NewTalk(newEngine(), l7.UDP, 68, 67)
	k.Say(0, dhcpMessage(1, "\x0a\x10\x01\x04", "\x0c\x05Nas1\x00"))
	require.Equal(t, "nas1", k.Metadata.ServerName, "a zero at the end")
	require.Equal(t, "10.16.1.4", metadata.Get[DHCP](k.Metadata).Address)
	for _, cut := range []int{bootpOptions, bootpOptions + 4, bootpOptions + 5, bootpOptions + 6} {
		k = l7test.NewTalk(newEngine(), l7.UDP, 68, 67)
		k.Say(0, dhcpMessage(1, "", "\x0c\x05Nas1\x00")[:cut])
		require.Equal(t, categories.DHCP, k.Flow.Protocol)
	}
}

func TestDHCPv6(t *testing.T) {
	solicit := "\x01\x12\x34\x56" + "\x00\x01\x00\x0a\x00\x03\x00\x01\x02\x00\x00\x00\x00\x01" +
		"\x00\x06\x00\x04\x00\x17\x00\x18" + "\x00\x10\x00\x0a\x00\x00\x01\x37\x00\x04MSFT" +
		"\x00\x27\x00\x0b\x01\x03Lap\x05local" +
		"\x00\x03\x00\x28" + zeros(12) + "\x00\x05\x00\x18\x20\x01\x0d\xb8" + zeros(11) + "\x01" + zeros(8)
	want := (&metadata.Set{ServerName: "lap.local"}).With(&DHCPv6{MessageType: 1, DUID: "00030001020000000001", HostName: "Lap.local",
		Fingerprint: "23,24", Class: "311 MSFT", Requested: "2001:db8::1"})
	relayed := "\x0c\x00" + zeros(32) + "\x00\x09" + string([]byte{0, byte(len(solicit))}) + solicit
	for _, message := range []string{solicit, relayed} {
		k := l7test.NewTalk(newEngine(), l7.UDP, 546, 547)
		k.Say(0, []byte(message))
		require.Equal(t, want, k.Metadata)
	}
	k := l7test.NewTalk(newEngine(), l7.UDP, 546, 547)
	k.Say(0, []byte("\x03\x00\x00\x01\x00\x19\x00\x29"+zeros(12)+"\x00\x1a\x00\x19"+zeros(8)+"\x38\x20\x01\x0d\xb8"+zeros(12)))
	require.Equal(t, "2001:db8::/56", metadata.Get[DHCPv6](k.Metadata).Requested)
}

func TestNTP(t *testing.T) {
	hidden := "\x23\x00\x00\x20" + zeros(44) // of a client that hides its precision
	k := l7test.NewTalk(newEngine(), l7.UDP, 40000, 123)
	k.Say(0, []byte(hidden))
	require.False(t, k.Flow.Decided())
	k.Say(1, []byte("\x24\x01\x06\xe8"+zeros(8)+"GPS\x00"+zeros(32)))
	require.True(t, k.Flow.Decided())
	require.Equal(t, &NTP{Version: 4, Mode: 3, Stratum: 1, Reference: "GPS"}, metadata.Get[NTP](k.Metadata))
	k = l7test.NewTalk(newEngine(), l7.UDP, 123, 40000)
	k.Say(0, []byte("\x24\x02\x06\xe8"+zeros(8)+"\xc0\x00\x02\x01"+zeros(32)))
	require.Equal(t, &NTP{Version: 4, Mode: 4, Stratum: 2, Reference: "192.0.2.1"}, metadata.Get[NTP](k.Metadata))
}

func TestNetBIOSNames(t *testing.T) {
	k := l7test.NewTalk(newEngine(), l7.UDP, 137, 137)
	k.Say(0, []byte("\x12\x34\x29\x10\x00\x01\x00\x00\x00\x00\x00\x01"+netbiosSample+"\x00\x00\x20\x00\x01"))
	require.Equal(t, &NetBIOS{Operation: "registration", Name: "WPAD"}, metadata.Get[NetBIOS](k.Metadata))
	k = l7test.NewTalk(newEngine(), l7.UDP, 137, 40000)
	k.Say(0, []byte("\x12\x34\x84\x00\x00\x00\x00\x01\x00\x00\x00\x00\x20CK"+strings.Repeat("A", 30)+"\x00\x00\x21\x00\x01"+zeros(4)+
		"\x00\x41\x02SERVER         \x20\x04\x00WORKGROUP      \x00\x84\x00"))
	require.Equal(t, &NetBIOS{Operation: "query", Name: "*", Names: []string{"SERVER<20>", "WORKGROUP<00>"}},
		metadata.Get[NetBIOS](k.Metadata))
	k = l7test.NewTalk(newEngine(), l7.UDP, 138, 138)
	k.Say(0, []byte("\x11\x0a\x2e\x43\xc0\x00\x02\x01\x00\x8a\x00\x54\x00\x00"+netbiosSample+"\x00"+netbiosSample+"\x00other"))
	require.Equal(t, &NetBIOS{Name: "WPAD", Destination: "WPAD"}, metadata.Get[NetBIOS](k.Metadata))
}

func FuzzFlow(f *testing.F) { l7test.Fuzzing{Protos: Protos()}.Records(f) }
