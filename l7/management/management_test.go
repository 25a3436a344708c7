//go:build !nfstream_no_management

package management_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/management"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/tls"
)

var newEngine = l7test.Engines(append(management.Protos(), tls.Protos()...))

func TestDatagrams(t *testing.T) {
	const port = 40001
	for _, c := range []struct {
		want categories.ID
		port uint16
		text string
	}{
		{0, 161, "\x30\x29\x02\x01\x04\x04\x06public\xa1\x1c\x02\x04\x4b\x78\x1a\x6e"},
		{0, 161, "\x30\x29\x02\x01\x00\x04\x06public\xaf\x1c\x02\x04\x4b"},
		{categories.Syslog, 514, "<34>anything"},
		{0, port, "<34>anything"},
		{categories.Syslog, port, "<34>Oct 11 22:14:15 a"},
		{0, 514, "<192>Oct 11"},
		{categories.NetFlow, port, "\x00\x05\x00\x01" + zeros(20+48)},
		{0, port, "\x00\x05\x00\x01" + zeros(20+47)},
		{0, port, "\x00\x05\x00\x00" + zeros(20)},
		{0, port,
			"\x00\x0a\x00\x1c\x59\x4a\xc5\x9d\x00\x00\x00\x01\x00\x00\x00\x01\x00\x04\x00\x0c\x01\x00\x00\x01\x00\x08\x00\x04"},
		{0, 6343, "\x00\x00\x00\x05\x00\x00\x00\x03\xc0\x00\x02\x01" + zeros(24)},
		{0, 25826, "\x00\x00\x00\x06ab\x00\x08\x00\x0c" + zeros(8)},
		{categories.LDAP, port, "\x30\x05\x02\x01\x07\x42\x00"},
		{0, port, "\x30\x06\x02\x01\x07\x42\x00"},
		{0, port, "\x30\x0c\x02\x01\x01\x60\x07\x02\x01\x09\x04\x00\x80\x00"},
		{0, port, "\x6a\x81\xa5\x30\x81\xa2\xa1\x03\x02\x01\x04\xa2\x03\x02\x01\x0a"},
		{0, port, "\x6a\x81\xa5\x30\x81\xa2\xa1\x03\x02\x01\x05\xa2\x03\x02\x01\x0b"},
		{categories.Radius, 1812, "\x01\x03\x00\x14" + zeros(16)},
		{0, port, "\x01\x03\x00\x14" + zeros(16)},
		{0, 1812, "\x01\x03\x00\x15" + zeros(16)},
		{categories.WSD, 3702, "<s:Envelope>"}, {0, port, "<s:Envelope>"},
		{0, port, "\x02\x09\x00\x00\x1d\x00\x00\x00\x00\x00\x9d\xf6"},
		{0, 5678, "\x00\x04\x68\x3f\x00\x02\x00\x06\x4c\x5e\x0c\x9a\xec\x54"},
		{0, 10001, "\x02\x06\x00\x0e\x02\x00\x0a\x80\x2a\xa8\x8d\x69\x2b\xc0\xa8\x02\x15"},
		{0, port, "\x06\x00\xff\x09" + zeros(10)},
		{0, 319, "\x0c\x02\x00\x36" + zeros(30)},
		{0, 319, "\x07\x02\x00\x22" + zeros(30)},
		{0, port, "\x02\x00\x00\x00\x40\x00\x00\x00NONEPAD\xff"},
		{0, port, "\x20\x01\x00\x01\x00\x00\x00\x01\x00\x01\x00\x02\x05\x05\x00\x01"},
		{0, port, "\x20\x00\x00\x01\x00\x00\x00\x01\x00\x01\x00\x02\x05\x04\x00\x01"},
	} {
		e := newEngine()
		k := l7test.NewTalk(e, l7.UDP, 40000, c.port)
		k.Say(0, []byte(c.text))
		if !k.Flow.Decided() {
			k.Key.PortB = port // nobody's: no guess by port
			k.End()
		}
		require.Equal(t, c.want, k.Flow.Protocol, "%q", c.text)
		require.Zero(t, e.Busy())
	}
}

func zeros(n int) string { return string(make([]byte, n)) }

const (
	startTLS = "\x30\x1d\x02\x01\x01\x77\x18\x80\x161.3.6.1.4.1.1466.20037"
)

// Turns are of the client first; an empty one passes.
func TestStreams(t *testing.T) {
	for _, c := range []struct {
		want  categories.ID
		port  uint16
		turns []string
	}{
		{categories.LDAP, 40001, []string{startTLS, "\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x00\x04\x00\x04\x00", l7test.ClientHello}},
		{categories.Syslog, 40001, []string{"21 <34>Oct 11 22:14:15 a"}}, {0, 40001, []string{"021 <34>Oct 11 22:14:15 a"}},
		{categories.OpenFlow, 40001, []string{"\x04\x00\x00\x08\x00\x00\x00\x01", "\x01\x00\x00\x08\x00\x00\x00\x02"}},
		{0, 40001, []string{"\x04\x00\x00\x08\x00\x00\x00\x01", "\x01\x00\x00\x09\x00\x00\x00\x02"}},
		{categories.HPVirtGrp, 5223, []string{"\x16\x00\x08\x00abcd", "\x17\x00\x08\x00abcd"}},
		{0, 5223, []string{"\x16\x00\x08\x00abcd", "\x16\x00\x08\x00abcd"}},
		{0, 40001, []string{"\x16\x00\x08\x00abcd", "\x17\x00\x08\x00abcd"}},
		{categories.WhoisDAS, 43, []string{"example.com\r\n"}},
		{0, 43, []string{"\x01\x02\r\n"}},
		{0, 40001, []string{"\x01\x00\x00\x1c\x80\x00\x01\x10" + zeros(12) + "\x01\x00\x00\x00\x00\x00\x00\x08"}},
		{0, 40001, []string{"\x00\x00\x00\xa8\x6a\x81\xa5\x31\x81\xa2\xa1\x03\x02\x01\x05\xa2\x03\x02\x01\x0a"}},
	} {
		for _, size := range []int{1, 5, 1000} {
			e := newEngine()
			k := l7test.NewTalk(e, l7.TCP, 40000, c.port)
			for i, turn := range c.turns {
				if turn != "" {
					k.Segments(uint8(i&1), []byte(turn), max(size, len(turn)*(i&1)))
				}
			}
			if !k.Flow.Decided() {
				k.Key.PortB = 40001
				k.End()
			}
			require.Equal(t, c.want, k.Flow.Protocol, "%q by %d", c.turns, size)
			require.Zero(t, e.Busy())
		}
	}
}

// TLS that LDAP has started is read.
func TestStartTLS(t *testing.T) {
	k := l7test.NewTalk(newEngine(), l7.TCP, 40000, 389)
	k.Turns(startTLS, "\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x00\x04\x00\x04\x00", l7test.ClientHello)
	k.End()
	require.NotNil(t, k.Metadata)
	require.NotNil(t, metadata.Get[tls.Metadata](k.Metadata))
}

func TestMetadata(t *testing.T) {
	request := "\x6a\x45\x30\x43\xa1\x03\x02\x01\x05\xa2\x03\x02\x01\x0a\xa4\x37\x30\x35\xa0\x07\x03\x05\x00\x40\x00\x00\x00" +
		"\xa1\x13\x30\x11\xa0\x03\x02\x01\x01\xa1\x0a\x30\x08\x1b\x03bob\x1b\x01x" + "\xa2\x0d\x1b\x0bEXAMPLE.COM" +
		"\xa7\x06\x02\x04\x01\x02\x03\x04"
	want := &management.Kerberos{Realm: "EXAMPLE.COM", Client: "bob/x"}
	k := l7test.NewTalk(newEngine(), l7.UDP, 40000, 88)
	k.Say(0, []byte(request))
	require.Equal(t, want, metadata.Get[management.Kerberos](k.Metadata))
	for _, size := range []int{1, 30, 1000} {
		k = l7test.NewTalk(newEngine(), l7.TCP, 40000, 88)
		k.Segments(0, []byte("\x00\x00\x00"+string(rune(len(request)))+request), size)
		require.Equal(t, want, metadata.Get[management.Kerberos](k.Metadata))
	}
	k = l7test.NewTalk(newEngine(), l7.UDP, 40000, 161)
	k.Say(0, []byte("\x30\x29\x02\x01\x01\x04\x06public\xa1\x1c\x02\x04\x4b\x78\x1a\x6e"))
	require.Equal(t, uint8(1), metadata.Get[management.SNMP](k.Metadata).Version)
}

func FuzzFlow(f *testing.F) {
	l7test.Fuzzing{Protos: append(management.Protos(), tls.Protos()...)}.Records(f,
		l7test.Script{Port: 389, Turns: []string{startTLS, "\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x00\x04\x00\x04\x00" + l7test.ClientHello}},
		l7test.Script{Port: 88, Turns: []string{framed(kerberosRequest(10, "")), framed(kerberosRequest(12, ""))}},
		l7test.Script{Port: 601, Turns: []string{"32 <34>Oct 11 22:14:15 host su: yes32 <34>"}},
	)
}

// What names the host of a value or of a question.
func TestNames(t *testing.T) {
	k := l7test.NewTalk(newEngine(), l7.UDP, 40000, 25826)
	k.Say(0, []byte("\x00\x00\x00\x0dDev.local\x00"[:3]+"\x0eDev.local\x00"+"\x00\x02\x00\x08cpu\x00"))
	require.Equal(t, "dev.local", k.Metadata.ServerName)
	for line, want := range map[string]string{"Example.com\r\n": "example.com", "-T dn,ace example.de\r\n": "example.de"} {
		for _, size := range []int{1, 4, 100} {
			k = l7test.NewTalk(newEngine(), l7.TCP, 40000, 43)
			k.Segments(0, []byte(line), size)
			require.Equal(t, want, k.Metadata.ServerName)
		}
	}
}
