//go:build !nfstream_no_chat

package chat

import (
	"bytes"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// irc returns Internet Relay Chat (RFC 1459, RFC 2812; IRCv3, Capability Negotiation).
func irc() l7.Proto {
	return l7.Proto{
		ID: categories.IRC, On: l7.TCP, Ports: []uint16{6667, 6666, 6668, 6669, 7000, 194},
		First: l7.Bytes([]byte(":NUCPIJ")...), Probe: probeIRC,
		Samples: l7.Samples("NICK a\r\nUSER a 0 * :b\r\n", ":irc.example.test NOTICE * :*** Looking up your hostname\r\n",
			"CAP LS 302\r\n", ":irc.example.test 001 a :Welcome\r\n"),
	}
}

// longestIRC is the most bytes of a line (RFC 2812, section 2.3), and of tags before it (IRCv3, Message Tags).
const longestIRC = 512

// probeIRC takes a line of a client or a server that no other protocol has. A password may come first, which others have.
func probeIRC(c *l7.Ctx) l7.Verdict {
	for b := c.Data; len(b) > 0; {
		line, rest, whole := bytes.Cut(b, []byte{'\n'})
		if whole {
			line = bytes.TrimSuffix(line, []byte{'\r'})
		}
		switch v := ircLine(line, whole); {
		case v == l7.Match, v == l7.Reject:
			return v
		case !whole:
			if len(line) > longestIRC {
				return l7.Reject
			}
			return l7.More
		}
		b = rest
	}
	return l7.More
}

// ircLine judges a line; More of one that is whole says that the next one has to tell.
func ircLine(line []byte, whole bool) l7.Verdict {
	if len(line) > 0 && line[0] == ':' {
		return ircServer(line[1:], whole)
	}
	command, rest, spaced := bytes.Cut(line, []byte{' '})
	if !spaced && !whole {
		return l7.Prefix(line, "NICK", "USER", "CAP", "PASS", "ISON", "JOIN", "PRIVMSG")
	}
	switch string(command) {
	case "PASS":
		return l7.More
	case "NICK":
		if len(rest) > 0 && len(rest) < 64 && bytes.IndexByte(rest, ' ') < 0 {
			return matchAtEnd(whole)
		}
	case "USER":
		if !whole {
			return l7.More
		}
		if fields := bytes.SplitN(rest, []byte{' '}, 4); len(fields) == 4 && bytes.IndexByte(fields[3], ':') == 0 {
			return l7.Match
		}
	case "CAP":
		return l7.Prefix(rest, "LS", "REQ :", "END", "LIST")
	case "ISON":
		return matchAtEnd(whole)
	case "JOIN":
		return l7.Prefix(rest, "#", "&")
	case "PRIVMSG":
		if bytes.Contains(rest, []byte(" :")) {
			return l7.Match
		}
		return matchAtEnd(whole)
	}
	return l7.Reject
}

func matchAtEnd(whole bool) l7.Verdict {
	if whole {
		return l7.Match
	}
	return l7.More
}

// ircSaid is what a server passes on.
var ircSaid = [...]string{"NOTICE ", "CAP ", "PRIVMSG ", "JOIN ", "MODE ", "PART ", "QUIT ", "NICK ", "PONG ", "TOPIC ", "KICK "}

// ircServer judges what follows the colon of a line of a server: who says it, and a command or a number.
func ircServer(b []byte, whole bool) l7.Verdict {
	name, rest, spaced := bytes.Cut(b, []byte{' '})
	if len(name) > 0 && (name[0] == ' ' || name[0] < '!' || name[0] > '~') || spaced && len(name) < 2 {
		return l7.Reject
	}
	if !spaced {
		if whole {
			return l7.Reject
		}
		return l7.More
	}
	rest = bytes.TrimLeft(rest, " ")
	if len(rest) > 3 && isDigit(rest[0]) && isDigit(rest[1]) && isDigit(rest[2]) && rest[3] == ' ' {
		return l7.Match
	}
	if v := l7.Prefix(rest, ircSaid[:]...); v != l7.Reject {
		return v
	}
	if len(rest) <= 3 && !whole {
		return l7.More
	}
	return l7.Reject
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
