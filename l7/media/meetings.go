//go:build !nfstream_no_media

package media

import (
	"bytes"
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// spotify returns how Spotify's programs find each other in a network.
func spotify() l7.Proto {
	const magic = "SpotUdp"
	return l7.Proto{
		ID: categories.Spotify, On: l7.UDP, Ports: []uint16{57621}, Min: len(magic), First: l7.Bytes(magic[0]),
		Probe:   func(c *l7.Ctx) l7.Verdict { return datagram(l7.Prefix(c.Data, magic)) },
		Samples: l7.Samples(magic + "0\xdc\x15\x74\x28"),
	}
}

// spotifyStream returns the hello to an access point of Spotify: a length of the whole, and a message in the form of
// Protocol Buffers whose first field, 10, says which program it is (librespot, Connection).
func spotifyStream() l7.Proto {
	return l7.Proto{
		ID: categories.Spotify, On: l7.TCP, Ports: []uint16{4070}, First: l7.Bytes(0),
		Probe: func(c *l7.Ctx) l7.Verdict {
			const at, longest, product = 6, 1024, 0x50
			b := c.Data
			v := l7.Prefix(b, "\x00\x04\x00\x00")
			switch {
			case v != l7.Match:
				return v
			case len(b) < at+3:
				return l7.More
			case b[at] != 0x52 || b[at+1] > 0x20 || b[at+2] != product || binary.BigEndian.Uint32(b[2:]) > longest:
				return l7.Reject
			}
			return l7.Match
		},
		Samples: l7.Samples("\x00\x04\x00\x00\x01\x2b\x52\x0e\x50\x00\x60\x00"),
	}
}

// zoom returns what Zoom's programs and its media servers say first: a type, a number, and an identifier, which the answer
// has too. What follows is known too (Michel et al., Enabling Passive Measurement of Zoom Performance in Production Networks).
func zoom() l7.Proto {
	const id = "\x7d\x46\x4d\x35\xff\xfd\xa2\x34\x49\x5d\x0d\x6d\x3b\x51\xe8\x96"
	return l7.Proto{
		ID: categories.Zoom, On: l7.UDP, Ports: []uint16{portZoom}, Min: zoomPing, First: l7.Bytes(1, 2, 3, 4),
		FirstPayload: zoomHeader,
		Probe:        probeZoom, Session: l7.Begins(zoomMediaHeader, readZoom), Columns: zoomColumns(),
		Samples: l7.Samples("\x01\x00\x02"+id+"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\x7a",
			"\x02\x00\x01"+id+"\x00\x5a\x0e\x3e"),
	}
}

const (
	portZoom   = 8801
	zoomHeader = 3 + 16
	zoomPing   = 1 + 8 + 4
)

func inZoomPorts(port uint16) bool { return portZoom <= port && port <= portZoom+9 }

// probeZoom takes a request and its answer, a request to Zoom's network, or pings of both sides, which have a time and the
// number of a connection.
func probeZoom(c *l7.Ctx) l7.Verdict {
	const request, answer, ping, pong = 1, 2, 3, 4
	b, other := c.Data, c.First(1-c.Dir)
	switch {
	case len(b) < zoomPing || b[0] == 0 || b[0] > pong || b[1] != 0:
		return l7.Reject
	case b[0] >= ping:
		if len(other) >= zoomPing && other[0] >= ping && other[0] <= pong && b[2]|b[3]|other[1]|other[2]|other[3] == 0 &&
			string(b[9:zoomPing]) == string(other[9:zoomPing]) && b[9]|b[10]|b[11]|b[12] != 0 && (inZoomPorts(c.SrcPort) ||
			inZoomPorts(c.DstPort)) {
			return l7.Match
		}
		if b[2]|b[3] == 0 && inZoomPorts(c.DstPort) {
			return l7.Weak
		}
		return l7.More
	case len(b) < zoomHeader:
		return l7.Reject
	}
	if len(other) == zoomHeader && other[0]+b[0] == request+answer && string(other[3:]) == string(b[3:zoomHeader]) &&
		bytes.Count(b[3:zoomHeader], []byte{0}) < 8 {
		return l7.Match
	}
	if src, dst := c.Addresses(); c.OnPort(portZoom) && b[0] == request && c.Packet != nil &&
		(categories.ByAddress(dst) == categories.Zoom || categories.ByAddress(src) == categories.Zoom) {
		return l7.Match
	}
	if c.OnPort(portZoom) && b[0] == request {
		return l7.Weak
	}
	return l7.More
}

// zoomPeers returns what Zoom's programs say to each other when they find a way without a server: their addresses as text,
// and an identifier of the meeting.
func zoomPeers() l7.Proto {
	const magic, id, idLength = "\x1f\x02\x01\x00", "\x00\x00\x00\x24", 36
	return l7.Proto{
		ID: categories.Zoom, On: l7.UDP, EachDatagram: true, Min: 40, First: l7.Bytes(magic[0]),
		Probe: func(c *l7.Ctx) l7.Verdict {
			if len(c.Data) < 40 || l7.Prefix(c.Data, magic) != l7.Match {
				return l7.Reject
			}
			if i := bytes.Index(c.Data, []byte(id)); i < 0 || len(c.Data) < i+len(id)+9 || c.Data[i+len(id)+8] != '-' ||
				c.Length() < i+len(id)+idLength {
				return l7.Reject
			}
			return l7.Match
		},
		Samples: l7.Samples(magic + "\x08\x00\x01\x00\x04\x00\x5c\x9b\x00\x00\x00\x0d192.168.1.226" +
			id + "AF065D88-AA00-1111-2222-0123456789AB"),
	}
}

// tagSNI is the tag of the server's name in a hello of Agora's network. The length of the name follows in two bytes, little
// endian.
const tagSNI = "SNI\x00"

// sdRTN returns Agora's network by the tags of its hello, among them the name of a server.
func sdRTN() l7.Proto {
	const tag, name = tagSNI, ".agora.io"
	return l7.Proto{
		ID: categories.SDRTN, On: l7.UDP, Ports: []uint16{8130}, Min: 48, Probe: func(c *l7.Ctx) l7.Verdict {
			const at, window = 12, 64
			b := c.Data
			if len(b) < 48 {
				return l7.Reject
			}
			if i := bytes.Index(b[at:min(len(b), at+window)], []byte(tag)); i < 0 || i > 8 ||
				!bytes.Contains(b[at+i:min(len(b), at+2*window)], []byte(name)) {
				return l7.Reject
			}
			return l7.Match
		},
		Session: l7.Once(readSDRTN),
		Samples: l7.Samples("\x00\x5a\x38\x4c\x00\x00\x21\x00\x00\x00\x00\x00\x04" + tag + "\x1c\x0023-248-186-179.edge" +
			name + "PDMD\x00\x00"),
	}
}

// readSDRTN writes down the server's name.
func readSDRTN(c *l7.Ctx) {
	_, value, _ := bytes.Cut(c.Data, []byte(tagSNI))
	if len(value) < 2 {
		return
	}
	n := int(value[0]) | int(value[1])<<8
	if name := value[2:]; n <= len(name) {
		c.Metadata().ServerName = l7.HostText(name[:n])
	}
}
