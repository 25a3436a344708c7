package voip_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/voip"
)

// recordOf plays a flow, and returns its record and what it is.
func recordOf[T any](t *testing.T, s l7test.Script) (*T, l7.Flow) {
	t.Helper()
	k := s.Play(l7.NewEngine(l7.Compile(voip.Protos()), l7.Limits{TCP: 10_000, UDP: 32}))
	if !k.Flow.Decided() {
		k.End()
	}
	return metadata.Get[T](k.Metadata), k.Flow
}

// Attributes that are addresses: 192.0.2.1:4096 plain, 225.18.166.67 and 192.0.2.1 combined, and one of IPv6.
const (
	plainFour = "\x00\x08\x00\x01\x10\x00\xc0\x00\x02\x01"
	xorFour   = "\x00\x08\x00\x01\x31\x12\xe1\x12\xa6\x43" // 192.0.2.1:4096
	xorOther  = "\x00\x08\x00\x01\x31\x13\xe1\x12\xa6\x40" // 192.0.2.2:4097
	plainSix  = "\x00\x14\x00\x02\x10\x00\x20\x01\x0d\xb8\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01"
)

func TestSTUNRecords(t *testing.T) {
	microsoft := "\x00\x0f\x00\x04\x72\xc6\x4b\xc6"
	inner := stun("\x01\x01", "\x00\x20"+xorFour)
	length := func(s string) string { return string([]byte{byte(len(s) >> 8), byte(len(s))}) }
	session := "\x80\x95\x00\x08\x00\x00\x00\x00\x00\x00\x00\x07"
	classicTransaction := "cdef" + id
	classicFrom := "\x00\x08\x00\x01\x73\x64\xa3\x64\x67\x67" // 192.0.2.1:4096 by the transaction
	for name, c := range map[string]struct {
		turns []string
		want  voip.STUN
	}{
		"mapped":    {[]string{binding, stun("\x01\x01", "\x00\x20"+xorFour)}, voip.STUN{Mapped: "192.0.2.1:4096"}},
		"first":     {[]string{stun("\x01\x01", "\x00\x20"+xorFour, "\x00\x20"+xorOther)}, voip.STUN{Mapped: "192.0.2.1:4096"}},
		"combined":  {[]string{stun("\x01\x01", "\x00\x01"+plainSix, "\x00\x20"+xorFour)}, voip.STUN{Mapped: "192.0.2.1:4096"}},
		"plain six": {[]string{stun("\x01\x01", "\x00\x01"+plainSix)}, voip.STUN{Mapped: "[2001:db8::1]:4096"}},
		"allocated": {[]string{"", stun("\x01\x03", "\x00\x16"+xorFour, "\x00\x20"+xorOther)},
			voip.STUN{Mapped: "192.0.2.2:4097", Relayed: "192.0.2.1:4096"}},
		"peers": {[]string{stun("\x00\x08", "\x00\x12"+xorFour, "\x00\x12"+xorOther)}, voip.STUN{Peer: "192.0.2.1:4096"}},
		"behavior": {[]string{"", stun("\x01\x01", "\x80\x2b"+plainFour, "\x80\x2c"+plainSix, "\x80\x22\x00\x06turn 1\x00\x00")},
			voip.STUN{ResponseOrigin: "192.0.2.1:4096", Other: "[2001:db8::1]:4096", Software: "turn 1"}},
		"RFC 3489": {[]string{"", "\x01\x01\x00\x30" + classicTransaction + "\x00\x01" + plainFour + "\x00\x04" + plainFour +
			"\x00\x05" + plainFour + "\x80\x20" + classicFrom},
			voip.STUN{Mapped: "192.0.2.1:4096", ResponseOrigin: "192.0.2.1:4096", Other: "192.0.2.1:4096"}},
		"MS-TURN": {[]string{"", stun("\x01\x03", microsoft, "\x00\x01"+plainFour, "\x80\x20"+xorOther)},
			voip.STUN{Mapped: "192.0.2.2:4097", Relayed: "192.0.2.1:4096"}},
		"MS-TURN's peers": {[]string{stun("\x00\x04", microsoft, "\x00\x11"+plainFour)}, voip.STUN{Peer: "192.0.2.1:4096"}},
		"MS-TURN's data": {[]string{"", stun("\x01\x15", microsoft, "\x00\x12"+plainFour, "\x00\x13"+length(inner)+inner)},
			voip.STUN{Peer: "192.0.2.1:4096", Mapped: "192.0.2.1:4096"}},
		"data": {[]string{"", stun("\x00\x17", "\x00\x12"+xorOther, "\x00\x13"+length(inner)+inner)},
			voip.STUN{Peer: "192.0.2.2:4097", Mapped: "192.0.2.1:4096"}},
		"channel": {[]string{binding, "\x40\x00" + length(inner) + inner}, voip.STUN{Mapped: "192.0.2.1:4096"}},
		"many on one": {[]string{stun("\x00\x01", session), "\xff\x10" + length("12345678"+inner) + "12345678" + inner},
			voip.STUN{Mapped: "192.0.2.1:4096"}},
		"no more": {[]string{"", mapped, "\x40\x00" + length(inner) + inner}, voip.STUN{Mapped: "192.0.2.1:63000"}},
		"other channel": {[]string{stun("\x00\x03", "\x80\x22\x00\x01a\x00\x00\x00"), "\x50\x00" + length(inner) + inner},
			voip.STUN{Software: "a"}},
	} {
		t.Run(name, func(t *testing.T) {
			got, f := recordOf[voip.STUN](t, l7test.Script{On: l7.UDP, Port: 3478, Turns: c.turns})
			require.Equal(t, categories.STUN, f.Protocol)
			require.Equal(t, &c.want, got)
		})
	}
	got, _ := recordOf[voip.STUN](t, l7test.Script{On: l7.TCP, Port: 3478, Turns: []string{binding, "\x40\x00" + length(inner) + inner}})
	require.Equal(t, &voip.STUN{Mapped: "192.0.2.1:4096"}, got)
}

const (
	invite = "INVITE sip:bob@example.test SIP/2.0\r\nVia: SIP/2.0/TCP 192.0.2.1:5060\r\nf: \"Alice\" <sip:alice@example.test>;tag=1\r\n" +
		"To : <sip:bob@example.test>\r\nCall-ID: 1@192.0.2.1\r\nCSeq: 1 INVITE\r\nUser-Agent: phone/1\r\n"
	offer = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 30000 RTP/AVP 0 8 101\r\n" +
		"a=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\nm=video 0 RTP/AVP 96\r\n" +
		"m=image 4000 udptl t38\r\nc=IN IP6 2001:db8::1\r\n"
	progress = "SIP/2.0 180 Ringing\r\nCSeq: 1 INVITE\r\nTo: <sip:bob@example.test>;tag=2\r\n\r\n"
	answered = "SIP/2.0 200 OK\r\nTo: <sip:bob@example.test>;tag=2\r\nCSeq: 1 INVITE\r\nServer: pbx\r\n"
)

// withBody adds the length of a body and the body to a head.
func withBody(head, body string) string {
	digits := string([]byte{byte('0' + len(body)/1000), byte('0' + len(body)/100%10), byte('0' + len(body)/10%10), byte('0' + len(body)%10)})
	return head + "Content-Length: " + digits + "\r\n\r\n" + body
}

func TestSIPRecords(t *testing.T) {
	want := voip.SIP{From: "\"Alice\" <sip:alice@example.test>;tag=1", To: "<sip:bob@example.test>", CallID: "1@192.0.2.1",
		UserAgent: "phone/1", Method: "INVITE"}
	described := want
	described.Media = []string{"audio 192.0.2.1:30000", "image [2001:db8::1]:4000"}
	described.Codecs = []string{"PCMU/8000", "telephone-event/8000"}
	accepted := described
	accepted.Status, accepted.Media = 200, []string{"audio 192.0.2.1:30000", "image [2001:db8::1]:4000", "audio 192.0.2.7:30000"}
	zero := want
	zero.CallID = "1"
	ringing := described
	ringing.Status = 180
	long := withBody(invite, offer+"a="+strings.Repeat("x", 9000-len(offer)))
	answer := withBody(answered, strings.ReplaceAll(offer[:strings.Index(offer, "m=video")], "192.0.2.1", "192.0.2.7"))
	for name, c := range map[string]struct {
		turns []string
		want  voip.SIP
	}{
		"a head":     {[]string{withBody(invite, "")}, want},
		"an offer":   {[]string{withBody(invite, offer)}, described},
		"again":      {[]string{withBody(invite, offer), "", withBody(invite, offer)}, described},
		"progress":   {[]string{withBody(invite, offer), progress}, ringing},
		"accepted":   {[]string{withBody(invite, offer), progress, "", answer}, accepted},
		"of another": {[]string{withBody(invite, offer), strings.Replace(progress, "1 INVITE", "2 OPTIONS", 1)}, described},
		"a response": {[]string{"", answered + "\r\n"},
			voip.SIP{To: "<sip:bob@example.test>;tag=2", UserAgent: "pbx", Method: "INVITE", Status: 200}},
		"with a zero":   {[]string{strings.Replace(withBody(invite, ""), "1@192", "1\x00@192", 1)}, zero},
		"a long body":   {[]string{long}, described},
		"two long ones": {[]string{long, "", long, progress}, ringing},
	} {
		for _, on := range []l7.Transport{l7.UDP, l7.TCP} {
			for _, size := range []int{0, 1400, 777} {
				if on == l7.UDP && size > 0 {
					continue
				}
				got, f := recordOf[voip.SIP](t, l7test.Script{On: on, Port: 40001, Size: size, Turns: c.turns})
				require.Equal(t, categories.SIP, f.Protocol, name)
				require.Equal(t, &c.want, got, "%s, in segments of %d", name, size)
			}
		}
	}
}

func TestCallRecords(t *testing.T) {
	udp := func(turns ...string) l7test.Script { return l7test.Script{On: l7.UDP, Port: 40001, Turns: turns} }
	iax, _ := recordOf[voip.IAX](t, udp("\x80\x04\x00\x00\x00\x00\x00\x01\x00\x00\x06\x01"+
		"\x0b\x02\x00\x02\x01\x03100\x02\x03200\x04\x01B\x06\x05alice"))
	require.Equal(t, &voip.IAX{Calling: "200", Called: "100", User: "alice"}, iax)
	mgcp, _ := recordOf[voip.MGCP](t, udp("CRCX 1204 aaln/1@rgw.example.test MGCP 0.1\nC: 1\n"))
	require.Equal(t, &voip.MGCP{Verb: "CRCX", Endpoint: "aaln/1@rgw.example.test"}, mgcp)
	setup := "\x08\x02\x00\x01\x05\x04\x03\x80\x90\xa5\xa1\x6c\x05\x00\x81200\x70\x04\x81100\x7e\x00\x02\x05\x70\x03\x819"
	setup = "\x03\x00\x00" + string(byte(4+len(setup))) + setup
	register := "\x20\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00SEP001122334455\x00" + strings.Repeat("\x00", 12)
	for _, size := range []int{0, 1, 5, 13} {
		h323, _ := recordOf[voip.H323](t, l7test.Script{On: l7.TCP, Port: 1720, Size: size, Turns: []string{setup}})
		require.Equal(t, &voip.H323{Calling: "200", Called: "100"}, h323, size)
		skinny, _ := recordOf[voip.Skinny](t, l7test.Script{On: l7.TCP, Port: 2000, Size: size, Turns: []string{register}})
		require.Equal(t, &voip.Skinny{Device: "SEP001122334455"}, skinny, size)
	}
	teams := stun("\x00\x01", "\x80\x70\x00\x04\x00\x00\x00\x07")
	for port, want := range map[uint16]string{3479: "audio", 3480: "video", 3481: "screen", 50019: "audio", 50020: "video", 50059: "screen"} {
		got, _ := recordOf[voip.STUN](t, l7test.Script{On: l7.UDP, Port: port, Turns: []string{teams}})
		require.Equal(t, &voip.STUN{Stream: want}, got)
	}
	none, _ := recordOf[voip.STUN](t, udp(teams))
	require.Nil(t, none)
}
