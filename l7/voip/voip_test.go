package voip_test

import (
	"strings"
	"testing"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/tls"
	"github.com/nfstream/nfstream-go/l7/voip"
)

const (
	cookie  = "\x21\x12\xa4\x42"
	id      = "0123456789ab"
	binding = "\x00\x01\x00\x00" + cookie + id
	mapped  = "\x01\x01\x00\x0c" + cookie + id + "\x00\x20\x00\x08\x00\x01\xd7\x0a\xe1\x12\xa6\x43"
	classic = "\x00\x01\x00\x08cdef0123456789ab\x00\x03\x00\x04\x00\x00\x00\x00"
	dtls    = "\x16\xfe\xfd\x00\x00\x00\x00\x00\x00\x00\x00\x00\x36\x01\x00\x00\x2a\x00\x00\x00\x00\x00\x00\x00\x2a\xfe\xfd" + random +
		"\x00\x00\x00\x02\xc0\x2b\x01\x00"
	random   = "0123456789abcdef0123456789abcdef"
	report   = "\x80\xc9\x00\x01\x01\x02\x03\x04"
	source   = "\x81\xca\x00\x02\x01\x02\x03\x04\x01\x01a\x00"
	secret   = "\x81\xc9\x00\x07\x01\x02\x03\x04" + random + "\x80\x00\x00\x01\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a"
	setup    = "\x03\x00\x00\x12\x08\x02\x77\xf4\x05\x04\x03\x80\x90\xa5\x7e\x00\x01\x05"
	h245     = "\x03\x00\x00\x1c\x02\x30\x01\x06\x00\x08\x81\x75\x00\x05\x00\x80\x1b\xc5\x20\x40\x1d\x00\x80\x00\x00\x00\x1b\xc5"
	newCall  = "\x80\x04\x00\x00\x00\x00\x00\x01\x00\x00\x06\x01\x0b\x02\x00\x02\x01\x00"
	accepted = "\x80\x17\x00\x04\x00\x00\x00\x01\x00\x01\x06\x04"
	skinny   = "\x08\x00\x00\x00\x00\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00"
	token    = "\xac\x19\x35\x8c\x8f\x64\xe4\x47"
)

func rtp(kind, sequence, time, source byte) string {
	return string([]byte{0x80, kind, 7, sequence, 0, 0, 0, time, 1, 2, 3, source}) + "\xd5\xd5\xd5\xd5\xd5\xd5"
}

// stun returns a message of a type with attributes.
func stun(kind string, attributes ...string) string {
	all := strings.Join(attributes, "")
	return kind + string([]byte{byte(len(all) >> 8), byte(len(all))}) + cookie + id + all
}

func TestSTUN(t *testing.T) {
	tcp, udp := l7test.OverTCP, l7test.OverUDP
	const is = categories.STUN
	realm := func(name string) string {
		return stun("\x01\x13", "\x00\x14\x00"+string(byte(len(name)))+name+"\x00\x00\x00"[:(4-len(name)%4)%4])
	}
	long := "\x00\x12" + binding[:0]
	l7test.CheckNames(t, append(voip.Protos(), tls.Protos()...),
		udp(is, 40001, binding),
		udp(is, 40001, "", mapped),
		udp(is, 40001, classic),
		udp(is, 40001, "something else", mapped),
		udp(is, 40001, "\x00\x01\x00\x00cdef"+id, "\x01\x01\x00\x00cdef"+id),
		udp(is, 40001, "\x00\x01\x00\x00cdef"+id), // weakly
		udp(0, 40001, binding+"more"),
		udp(0, 40001, "\x00\x01\x00\x04cdef"+id),
		udp(0, 40001, "\x00\x09\x00\x00cdef"+id),
		udp(0, 40001, "\x00\x01\x00\x08cdef"+id+"\x00\x03\x00\x05\x00\x00\x00\x00"),
		udp(0, 40001, "\x40\x01\x00\x00"+cookie+id),
		udp(is, 40001, realm("turn.example.test")),
		udp(is, 40001, realm("no name at all")),
		udp(is, 40001, realm("turn.l.google.com")).Carrying(categories.GoogleCall),
		udp(is, 40001, binding, realm("signal.org")).Carrying(categories.SignalVoip),
		udp(is, 40001, realm("notsignal.org")),
		udp(is, 40001, realm("viber.com")).Carrying(categories.ViberVoip),
		udp(is, 40001, realm("telegram.org")).Carrying(categories.TelegramVoip),
		udp(is, 40001, realm("turner.facebook")).Carrying(categories.FacebookVoip),
		udp(is, 40001, stun("\x00\x03", "\x00\x0f\x00\x04\x72\xc6\x4b\xc6")).Carrying(categories.TeamsCall),
		udp(is, 40001, stun("\x01\x01", "\x80\x70\x00\x04\x00\x00\x00\x07")).Carrying(categories.TeamsCall),
		udp(is, 40001, stun("\x00\x03", "\x00\x0f\x00\x04\x00\x00\x00\x00")),
		udp(is, 40001, stun("\x00\x03", "\x40\x00\x00\x04abcd")).Carrying(categories.WhatsAppCall),
		udp(is, 40001, stun("\x08\x00", "\x00\x08\x00\x04abcd")).Carrying(categories.WhatsAppCall),
		udp(is, 40001, stun("\x00\x01", "\x00\x08\x00\x14"+random[:20])).Carrying(categories.WhatsAppCall),
		udp(is, 40001, "\x00\x01\x00\x18cdef"+id+"\x01\x01\x00\x141234567890123456789\x00").Carrying(categories.Zoom),
		udp(categories.DTLS, 40001, binding, mapped, dtls),
		udp(categories.DTLS, 40001, realm("telegram.org"), dtls).Carrying(categories.TelegramVoip),
		udp(is, 40001, binding, mapped, rtp(8, 1, 0, 1)).Carrying(categories.RTP),
		udp(categories.SRTP, 40001, stun("\x08\x00"), "", secret, "", rtp(120, 1, 0, 1)).Carrying(categories.WhatsAppCall),
		udp(is, 40001, stun("\x08\x00"), "", secret).Carrying(categories.WhatsAppCall),
		tcp(is, 40001, realm("telegram.org")).Carrying(categories.TelegramVoip),
		tcp(is, 40001, binding+realm("telegram.org")).Carrying(categories.TelegramVoip),
		tcp(is, 40001, binding,
			"\x01\x01\x00\x00"+cookie+id+"\x40\x00\x00\x03abc\x00"+realm("telegram.org")).Carrying(categories.TelegramVoip),
		tcp(is, 40001, "\x00\x1c"+stun("\x00\x01", "\x80\x70\x00\x04\x00\x00\x00\x07")).Carrying(categories.TeamsCall),
		tcp(0, 40001, long+"\x00\x01\x00\x00"+cookie),
		tcp(0, 40001, classic),
		tcp(0, 40001, "\x00\x01\x00\x01"+cookie+id),
	)
}

func TestMedia(t *testing.T) {
	tcp, udp := l7test.OverTCP, l7test.OverUDP
	l7test.CheckNames(t, voip.Protos(),
		udp(categories.RTP, 40001, rtp(8, 1, 0, 1), "", rtp(8, 2, 160, 1)),
		udp(categories.RTP, 40001, rtp(8, 1, 0, 1), rtp(8, 9, 0, 2), rtp(8, 2, 160, 1)),
		udp(categories.RTP, 40001, rtp(96, 1, 0, 1), "", rtp(96, 3, 160, 1), "", rtp(96, 6, 200, 1)),
		udp(0, 40001, rtp(8, 1, 0, 1)),
		udp(0, 40001, rtp(8, 1, 0, 1), rtp(8, 2, 160, 1)),
		udp(0, 40001, rtp(8, 1, 0, 1), "", rtp(8, 2, 160, 2)),
		udp(0, 40001, rtp(8, 1, 0, 1), "", rtp(8, 1, 0, 1), "", rtp(8, 1, 0, 1)),
		udp(0, 40001, rtp(8, 1, 0, 1), "", rtp(8, 90, 160, 1)),
		udp(0, 40001, rtp(72, 1, 0, 1), "", rtp(72, 2, 160, 1)),
		udp(0, 40001, "\x9f"+rtp(8, 1, 0, 1)[1:], "", "\x9f"+rtp(8, 2, 160, 1)[1:]),
		udp(categories.RTCP, 40001, report+source),
		udp(categories.RTCP, 40001, secret),
		udp(0, 40001, report[:4]+"\x01"),
		udp(0, 40001, "\x80\xc9\x00\x02"+random[:8]),
		udp(categories.RTP, 40001, secret, "", rtp(8, 1, 0, 1), "", rtp(8, 2, 160, 1)),
		tcp(categories.RTP, 40001, "\x00\x12"+rtp(8, 1, 0, 0)+"\x00\x12"+rtp(8, 2, 160, 0)),
		tcp(0, 40001, "\x00\x12"+rtp(8, 1, 0, 0)+"\x00\x12"+rtp(8, 1, 160, 0)),
		tcp(0, 40001, "\x00\x12"+rtp(8, 1, 0, 0)),
	)
}

func TestSignalling(t *testing.T) {
	tcp, udp := l7test.OverTCP, l7test.OverUDP
	l7test.CheckNames(t, voip.Protos(),
		udp(categories.SIP, 40001, "INVITE sip:a@example.test SIP/2.0\r\n"),
		tcp(categories.SIP, 40001, "", "SIP/2.0 401 Unauthorized\r\n"),
		udp(categories.SIP, 40001, "MESSAGE im:a@example.test SIP/2.0\r\n"),
		udp(categories.SIP, 40001, "\r\n\r\n", "", "OPTIONS tel:1 SIP/2.0\r\n"),
		udp(0, 40001, "OPTIONS * RTSP/1.0\r\n"),
		udp(0, 40001, "NOTIFY * HTTP/1.1\r\n\r\n"),
		udp(0, 40001, "SIP/2.0 900 No\r\n"),
		tcp(0, 40001, "INVITE me to your party\r\n"),
		udp(categories.MGCP, 40001, "RSIP 31656860 *@gw.example.test MGCP 1.0\r\n"),
		udp(0, 40001, "RSIP x *@gw.example.test MGCP 1.0\r\n"),
		udp(0, 40001, "200 1 ok\r\n"),
		udp(categories.Megaco, 40001, "MEGACO/1 [192.0.2.1]:2944 Transaction = 9998 {"),
		udp(categories.Megaco, 40001, "!/1 <a>\nT=1{C=-{}}"),
		udp(categories.Megaco, 40001, "\x30\x12\xa1\x10\x80\x01\x01\xa1\x06\xa0\x04\x80\x02\x0b\x80\xa2\x03"),
		udp(0, 40001, "!/bin/sh {echo}"),
		udp(0, 40001, "\x30\x12\x02\x01\x01\x04\x06public"),
		tcp(categories.H323, 40001, setup),
		tcp(categories.H323, 40001, "", h245),
		tcp(0, 40001, "\x03\x00\x00\x13\x0e\xe0\x00\x00\x00\x00\x00\x01\x00\x08\x00\x00\x00\x00\x00"),
		tcp(0, 40001, "\x03\x00\x00\x12\x08\x03\x77\xf4"),
		tcp(0, 40001, strings.Replace(setup, "\x05\x04", "\x05\x99", 1)),
		tcp(0, 40001, strings.Replace(h245, "\x75", "\x76", 1)),
		udp(categories.H323, 40001, "\x0e\x80\x00\x01\x06\x00\x08\x91\x4a\x00\x04\x80\x00\xc0"),
		udp(0, 40001, "\x0e\x80\x00\x01\x06\x00\x08\x91\x4b\x00\x04\x80\x00\xc0"),
		udp(categories.IAX, 40001, newCall),
		udp(categories.IAX, 40001, accepted, "\x80\x04\x00\x17\x00\x00\x00\x08\x01\x01\x06\x04"),
		udp(0, 40001, newCall+"\x00"),
		udp(0, 40001, accepted),
		udp(0, 40001, accepted, "\x80\x05\x00\x18\x00\x00\x00\x08\x01\x01\x06\x04"),
		tcp(categories.CiscoSkinny, 2000, skinny),
		tcp(categories.CiscoSkinny, 40001, skinny, skinny),
		tcp(categories.CiscoSkinny, 40001, skinny+skinny),
		tcp(0, 40001, skinny),
		tcp(0, 40001, skinny, "ok"),
		tcp(0, 2000, strings.Repeat("\x00", 64)),
		tcp(0, 2000, "\x08\x00\x00\x00\x01\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00"),
		udp(categories.NOE, 40001, "\x00\x00\x01\x00\x01\x01\x01\x02\x02\x05\xc0\x03\x01\x03\x04\x01\x0a"),
		udp(0, 40001, "\x00\x00\x01\x00\x01\x01"),
		udp(categories.NOE, 40001, "\x04", "\x05"),
		udp(0, 40001, "\x04", "\x04"),
		udp(categories.NOE, 40001, "\x07\x00\x01\x00\x02\x06\x00\x00\x01\x02\x03\x04\x05", "\x07\x00\x02\x00\x01"),
		udp(0, 40001, "\x07\x00\x01\x00\x02\x05\x00\x00\x01\x02\x03\x04\x05", "\x07\x00\x02\x00\x01"),
	)
}

func TestVoices(t *testing.T) {
	tcp, udp := l7test.OverTCP, l7test.OverUDP
	ping := "\x00\x00\x00\x00\x03\xd7\x20\x00\xfa\x76\x28\x7e"
	pong := "\x00\x01\x03\x04\x03\xd7\x20\x00\xfa\x76\x28\x7e\x00\x00\x00\x00\x00\x00\x00\x64\x00\x01\x19\x40"
	message := "\x0c\x00\x0a\x00\x00\x00\x2e\xd0\xa1\xf6\xd2\x00"
	l7test.CheckNames(t, voip.Protos(),
		udp(categories.TeamSpeak, 40001, "TS3INIT1\x00\x65\x00\x00\x88"),
		udp(categories.TeamSpeak, 40001, "\x01\x80\x84\x01", "\x01\x80\x84\x01\x7c\x65\xd9\xa7"),
		udp(0, 40001, "\x01\x80\x84\x01", "\x01\x80\x85\x01\x7c\x65\xd9\xa7"),
		udp(0, 9987, "\x01\x80\x84\x01"),
		udp(categories.TeamSpeak, 2010, "\x01\x80\x84\x01"), // weakly
		udp(categories.Mumble, 40001, ping, pong),
		udp(categories.Mumble, 64738, ping),
		udp(0, 40001, ping),
		udp(0, 40001, ping, "\x00\x01\x03\x04\x04"+pong[5:]),
		udp(categories.LineCall, 40001, "\xd8\x0e\x00\xb9"+random[:14], "", "\xd8\x0d\x00\xba"+random[:13]),
		udp(0, 40001, "\xd8\x0e\x00\xb9"+random[:14], "", "\xd8\x0d\x00\xbf"+random[:13]),
		udp(0, 40001, "\xd8\x0e\x00\xb9"+random[:15], "", "\xd8\x0d\x00\xba"+random[:15]),
		udp(categories.IMO, 40001, "\x09\x02\xdc\x9a\x02\x00\x00\x00\x00\x00", "", "\x00\x09\x02\xe8\x9a\x02\x00\x00\x00\x00\x00"),
		udp(0, 40001, "\x09\x02\xdc\x9a\x02\x00\x00\x00\x00\x00", "", "\x09\x02\xe8\x9a\x01\x00\x00\x00\x00\x00"),
		tcp(categories.Viber, 4244, message),
		tcp(categories.Viber, 40001, message, message),
		tcp(0, 40001, message),
		tcp(0, 4244, message+"more"),
		udp(categories.Viber, 40001, "\xed\xf6\x01\x00\x05\x00"+token+"\x07\xae\x27\x54\x11\x00\xa8\xc0",
			"\xed\xf6\x0c\x00\x01\x00"+token+"\x32\x43\x7c\x5e\x43\xb8"),
		udp(0, 40001, "\xed\xf6\x01\x00\x05\x00"+token+"\x07\xae\x27\x54\x11\x00\xa8\xc0",
			"\xed\xf7\x0c\x00\x01\x00"+token+"\x32\x43\x7c\x5e\x43\xb8"),
		udp(0, 40001, "\xed\xf6\x01\x00\x05\x00"+token+"\x07\xae\x27\x54\x11\x00\xa8\xc0"),
	)
}

func TestSessionsLeaveNothingBehind(t *testing.T) {
	tables := l7.Compile(append(voip.Protos(), tls.Protos()...))
	l7test.CheckReuse(t, func() *l7.Engine { return l7.NewEngine(tables, l7.Limits{TCP: 8, UDP: 8}) },
		l7test.Script{On: l7.UDP, Port: 3478, Turns: []string{stun("\x08\x00"), mapped, rtp(8, 1, 0, 1)}},
		l7test.Script{On: l7.UDP, Port: 3478, Turns: []string{binding, mapped, dtls}},
		l7test.Script{On: l7.TCP, Port: 3478, Turns: []string{"\x00\x1c" + stun("\x00\x01", "\x80\x70\x00\x04\x00\x00\x00\x07"),
			"\x00\x14" + binding}},
		l7test.Script{On: l7.TCP, Port: 3478, Turns: []string{binding, mapped[:9]}})
}

func FuzzFlow(f *testing.F) {
	l7test.Fuzzing{Protos: voip.Protos(), Port: 3478}.Flow(f, [2]string{binding, mapped}, [2]string{classic, stun("\x08\x00")},
		[2]string{"\x00\x14" + binding,
			"\x40\x00\x00\x03abc\x00"}, [2]string{rtp(8, 1, 0, 1), rtp(8, 2, 0, 1)}, [2]string{report + source, secret},
		[2]string{"\x00\x12" + rtp(8, 1, 0, 0) + "\x00\x12" + rtp(8, 2, 160, 0), setup}, [2]string{h245, newCall},
		[2]string{skinny, skinny},
		[2]string{"INVITE sip:a@example.test SIP/2.0\r\n", "RSIP 31656860 *@gw.example.test MGCP 1.0\r\n"},
		[2]string{"!/1 [192.0.2.1]:2944\nT=1{C=-{", "\x07\x00\x01\x00\x02\x06\x00\x00\x01\x02\x03\x04\x05"})
}
