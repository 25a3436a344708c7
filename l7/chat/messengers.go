//go:build !nfstream_no_chat

package chat

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// whatsApp returns WhatsApp's connections, which begin with a prologue of the protocol and its version, and perhaps with
// what routes them to an edge server (Noise pipes in WhatsApp's Encryption Overview).
func whatsApp() l7.Proto {
	return l7.Proto{
		ID: categories.WhatsApp, On: l7.TCP, Ports: []uint16{5222, 443}, First: l7.Bytes('W', 'E'), Probe: probeWhatsApp,
		Samples: l7.Samples("WA\x01\x05\x00\x00\x18\xf8\x05\x01", "WA\x06\x02\x00\x00\x24\x12\x22\x0a",
			"ED\x00\x01\x00\x00\x04\x08\x08\x05\x02WA\x06\x03\x00\x00\x24\x12"),
	}
}

// probeWhatsApp reads the versions and the length of the first frame.
func probeWhatsApp(c *l7.Ctx) l7.Verdict {
	const header, lastMajor, lastMinor, edgeHeader, longest = 8, 6, 9, 7, 4096
	b := c.Data
	v := l7.Prefix(b, "WA", "ED\x00\x01")
	if v == l7.Match && b[0] == 'E' {
		switch {
		case len(b) > 5 && (b[4] != 0 || b[5] > longest>>8):
			return l7.Reject
		case len(b) < edgeHeader:
			return l7.More
		}
		b = b[min(len(b), edgeHeader+int(binary.BigEndian.Uint16(b[5:]))):]
		if len(b) == 0 {
			return l7.More
		}
		v = l7.Prefix(b, "WA")
	}
	switch {
	case v != l7.Match:
		return v
	case len(b) > 2 && (b[2] == 0 || b[2] > lastMajor), len(b) > 3 && b[3] > lastMinor, len(b) > 5 && (b[4] != 0 || b[5] > longest>>8):
		return l7.Reject
	case len(b) < header:
		return l7.More
	case b[7]&^1 != 0xf8 && b[7] != 0x12: // a list, or the field of a hello
		return l7.Reject
	}
	return l7.Match
}

// telegram returns the transports of MTProto that are not obfuscated, by the first message, which has no key yet (MTProto
// transports; Mobile Protocol, Detailed Description).
func telegram() l7.Proto {
	const noKey = "\x00\x00\x00\x00\x00\x00\x00\x00"
	return l7.Proto{
		ID: categories.Telegram, On: l7.TCP, Ports: []uint16{443, 80, 5222}, First: l7.Bytes(0xef, 0xee, 0xdd), Probe: probeTelegram,
		Samples: l7.Samples("\xef\x0a"+noKey+"\x01\x02", "\xee\xee\xee\xee\x28\x00\x00\x00"+noKey+"\x01\x02"),
	}
}

// probeTelegram reads the tag of a transport, the length of the message, and its key, which is zero.
func probeTelegram(c *l7.Ctx) l7.Verdict {
	const key, shortest = 8, 16
	b, at := c.Data, 0
	if b[0] == 0xef { // abridged: the length is in words
		if len(b) > 1 && (int(b[1])*4 < shortest || b[1] >= 0x7f) {
			return l7.Reject
		}
		at = 2
	} else {
		if v := l7.Prefix(b, "\xee\xee\xee\xee", "\xdd\xdd\xdd\xdd"); v != l7.Match {
			return v
		}
		if len(b) > 7 && (b[6]|b[7] != 0 || int(binary.LittleEndian.Uint16(b[4:])) < shortest) {
			return l7.Reject
		}
		at = 8
	}
	for _, k := range b[min(at, len(b)):min(at+key, len(b))] {
		if k != 0 {
			return l7.Reject
		}
	}
	if len(b) < at+key {
		return l7.More
	}
	return l7.Match
}

// telegramCall returns what Telegram's calls ask a reflector, and its answers: a tag, then ones, which no peer sends, and a
// ping or what is known of oneself or of the peer (the scheme of Telegram's reflectors).
func telegramCall() l7.Proto {
	const tag, ones = 16, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"
	return l7.Proto{
		ID: categories.Telegram, On: l7.UDP, Min: tag + len(ones) + 4,
		Probe: func(c *l7.Ctx) l7.Verdict {
			const at = tag + len(ones)
			b := c.Data
			if len(b) < at+4 || string(b[tag:at]) != ones {
				return l7.Reject
			}
			return datagram(l7.Prefix(b[at:], "\xfe\xff\xff\xff", "\xc7\x72\x15\xc0", "\x1c\x37\xd9\x27"))
		},
		Samples: l7.Samples("0123456789abcdef" + ones + "\xfe\xff\xff\xff\x28\xf9\x46\x11"),
	}
}

// discord returns what Discord's calls begin with: the discovery of one's own address, and pings (Discord Developer
// Documentation, Voice Connections). RTP follows.
func discord() l7.Proto {
	const request, response, ping = "\x00\x01\x00\x46", "\x00\x02\x00\x46", "\x13\x37\xca\xfe"
	const discovery, pingLength = 74, 8
	return l7.Proto{
		ID: categories.Discord, On: l7.UDP, Min: pingLength, First: l7.Bytes(request[0], ping[0]),
		Session: l7.Once(hostedByI3D),
		Probe: func(c *l7.Ctx) l7.Verdict {
			switch length := c.Length(); {
			case length == discovery && len(c.Data) > 8 && c.Data[0] == 0:
				return datagram(l7.Prefix(c.Data, request, response))
			case length == pingLength && c.Data[0] == ping[0]:
				return datagram(l7.Prefix(c.Data, ping))
			}
			return l7.Reject
		},
		Samples: [][]byte{append([]byte(request), make([]byte, discovery-4)...), []byte(ping + "\x0e\x00\x00\x00")},
	}
}

// oicq returns the protocol of QQ on its port, and elsewhere where both sides name the same user, or weakly.
func oicq() l7.Proto {
	return l7.Proto{
		ID: categories.OICQ, On: l7.UDP, Ports: []uint16{portOICQ}, Min: oicqHeader + 1, First: l7.Bytes(2), FirstPayload: oicqHeader,
		Shape: true, Probe: probeOICQ,
		Samples: l7.Samples("\x02\x3b\x0b\x00\x01\x00\x17\x56\x1f\x0c\x7b\x00\x00\x00\x03",
			"\x02\x3b\x0b\x00\x01\x00\x17\x56\x1f\x0c\x7b\x9a\x03"),
	}
}

const (
	portOICQ   = 8000
	oicqHeader = 11
)

// probeOICQ reads the begin, the version, the command, the sequence number, the user's number, and the end.
func probeOICQ(c *l7.Ctx) l7.Verdict {
	const end, lastCommand = 3, 0x01ff
	b := c.Data
	if len(b) <= oicqHeader || b[0] != 2 || len(b) == c.Length() && b[len(b)-1] != end || b[1] == 0 || b[1] > 0x40 ||
		binary.BigEndian.Uint16(b[3:]) > lastCommand {
		return l7.Reject
	}
	other := c.First(1 - c.Dir)
	switch {
	case c.OnPort(portOICQ):
		return l7.Match
	case len(other) == 0:
		return l7.Weak
	case len(other) == oicqHeader && string(other[1:5]) == string(b[1:5]) && string(other[7:]) == string(b[7:oicqHeader]):
		return l7.Match
	}
	return l7.Reject
}

// dingTalk returns the connections of DingTalk by the elements of their first message.
func dingTalk() l7.Proto {
	const elements = "\x01\x00\x01\x00\x02\x00\x02dk\x03\x00"
	return l7.Proto{
		ID: categories.DingTalk, On: l7.TCP, First: l7.Bytes(0x10),
		Probe: func(c *l7.Ctx) l7.Verdict {
			if len(c.Data) <= 4 {
				return l7.Prefix(c.Data[:1], "\x10\x64")
			}
			if c.Data[0] != 0x10 {
				return l7.Reject
			}
			return l7.Prefix(c.Data[4:], elements)
		},
		Samples: l7.Samples("\x10\x64\x87\x80" + elements + "\x20\x16\x6d"),
	}
}
