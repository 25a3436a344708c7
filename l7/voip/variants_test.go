package voip_test

import (
	"testing"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/tls"
	"github.com/nfstream/nfstream-go/l7/voip"
)

// frame adds the length that precedes a message on TCP (RFC 4571).
func frame(message string) string {
	return string([]byte{byte(len(message) >> 8), byte(len(message))}) + message
}

// withSources adds contributing sources and an extension to a packet of RTP.
func withSources(packet string) string {
	return "\x92" + packet[1:12] + "\x00\x00\x00\x08\x00\x00\x00\x09" + "\xbe\xde\x00\x01\x10\xff\x00\x00" + packet[12:]
}

// Flows as captures have them that lack something: one side, the first packets, or the usual port; and what calls send over
// the same ports.
func TestVariants(t *testing.T) {
	tcp, udp := l7test.OverTCP, l7test.OverUDP
	const is = categories.STUN
	whatsApp := stun("\x00\x03", "\x40\x00\x00\x04abcd")
	teams := stun("\x00\x01", "\x80\x70\x00\x04\x00\x00\x00\x07")
	channel := "\x40\x01\x00\x12" + rtp(111, 1, 0, 1) + "\x00\x00"
	multiplexed := "\xff\x10\x00\x1c12345678" + binding
	sound := func(n byte) string { return withSources(rtp(111, n, n*20, 1)) }
	other := rtp(96, 1, 0, 2)
	l7test.CheckNames(t, append(voip.Protos(), tls.Protos()...),
		// One side, and a begin that was missed.
		udp(is, 40001, "", mapped, "", mapped),
		udp(is, 40001, whatsApp, "", whatsApp).Carrying(categories.WhatsAppCall),
		udp(is, 40001, "", teams).Carrying(categories.TeamsCall),
		udp(categories.RTP, 40001, "", rtp(0, 1, 0, 1), "", rtp(0, 2, 160, 1)),
		udp(categories.RTP, 40001, rtp(0, 250, 0, 1), "", rtp(0, 251, 160, 1)),
		udp(categories.DTLS, 40001, "", dtls),
		// The same twice.
		udp(is, 40001, binding, mapped, binding, mapped),
		udp(categories.RTP, 40001, sound(1), "", sound(1), "", sound(2), "", sound(2)),
		// Contributing sources, an extension, two sources on one port, reports among packets.
		udp(categories.RTP, 40001, sound(1), "", sound(2)),
		udp(categories.RTP, 40001, sound(1), "", other, "", sound(2)),
		udp(categories.RTP, 40001, other, "", sound(1), "", sound(9), "", rtp(96, 2, 0, 2)),
		udp(categories.RTP, 40001, sound(1), secret, sound(2)),
		udp(categories.RTP, 40001, rtp(13, 1, 0, 1), "", rtp(0, 2, 160, 1)),
		udp(0, 40001, "\x92"+rtp(111, 1, 0, 1)[1:], "", "\x9f"+rtp(111, 2, 160, 1)[1:]),
		// What follows STUN on its ports.
		udp(is, 40001, binding, mapped, rtp(111, 1, 0, 1)).Carrying(categories.RTP),
		udp(is, 40001, binding, mapped, secret, "", rtp(111, 1, 0, 1)).Carrying(categories.RTP),
		udp(categories.SRTP, 40001, whatsApp, mapped, sound(1)).Carrying(categories.WhatsAppCall),
		udp(categories.DTLS, 40001, binding, mapped, dtls, dtls),
		udp(is, 40001, whatsApp, "", channel, channel).Carrying(categories.WhatsAppCall),
		udp(is, 40001, teams, multiplexed, multiplexed).Carrying(categories.TeamsCall),
		udp(is, 40001, binding, "\x00\x00", binding),
		// Candidates and servers on TCP.
		tcp(is, 40001, frame(binding), frame(mapped), frame(rtp(111, 1, 0, 1))),
		tcp(is, 40001, frame(teams)+frame(binding), frame(mapped)).Carrying(categories.TeamsCall),
		tcp(is, 40001, "", frame(mapped)),
		tcp(is, 40001, whatsApp+channel, mapped+channel).Carrying(categories.WhatsAppCall),
		tcp(is, 443, binding, mapped, channel),
		tcp(categories.SIP, 40001, "\r\n\r\n", "\r\n", "OPTIONS sip:a@example.test SIP/2.0\r\n\r\n"),
		tcp(categories.SIP, 40001, "", "SIP/2.0 200 OK\r\n\r\n"),
		udp(categories.SIP, 40001, "", "NOTIFY sip:a@example.test SIP/2.0\r\n\r\n"),
	)
}
