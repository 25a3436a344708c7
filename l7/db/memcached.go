package db

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// Memcached is what was read of memcached (protocol.txt and the binary protocol of memcached 1.6).
type Memcached struct {
	_ metadata.Uncompared

	Version string // of the server, from its answer to version or to stats
	Command string // the first of the client, such as get
}

const (
	memcachedPort   = 11211
	memcachedHeader = 24      // bytes of the binary protocol's
	memcachedFrame  = 8       // bytes before each datagram: request ID, sequence number, datagrams, reserved
	memcachedLine   = 2 << 10 // bytes of the longest line that is read
	memcachedKey    = 250     // bytes of the longest key
	memcachedValue  = 1 << 30 // bytes of the largest value that can be configured
	// memcachedVersion is the longest version that is kept.
	memcachedVersion = 64
)

func memcachedColumns() []*metadata.Column {
	return metadata.TextColumns(`memcached_version* version of the server
memcached_command* first command of the client, such as get`, func(m *Memcached, i int) string {
		return [...]string{m.Version, m.Command}[i]
	})
}

// memcached returns memcached over TCP (Memcached, Protocol; Memcached, BinaryProtocolRevamped).
func memcached() l7.Proto {
	return l7.Proto{
		ID: categories.Memcached, On: l7.TCP, Ports: []uint16{memcachedPort}, First: l7.Bytes([]byte("adcfgimprstvCDEHMNOSTV\x80\x81")...),
		Probe: probeMemcached, Columns: memcachedColumns(),
		Session: func() l7.Session { return new(memcachedSession) },
		Samples: [][]byte{
			[]byte("set a 0 60 3\r\nabc\r\n"), []byte("cas key 1 0 1 7 noreply\r\nx\r\n"), []byte("flush_all\r\n"),
			[]byte("VALUE a 0 3\r\nabc\r\nEND\r\n"), []byte("STORED\r\n"), []byte("VERSION 1.6.18\r\n"), []byte("STAT pid 1\r\n"),
			[]byte("\x80\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x01\x01\x02\x03\x04\x00\x00\x00\x00\x00\x00\x00\x00a"),
			[]byte("\x81\x0b\x00\x00\x00\x00\x00\x00\x00\x00\x00\x06\x01\x02\x03\x04\x00\x00\x00\x00\x00\x00\x00\x001.6.18"),
		},
	}
}

// memcachedDatagrams returns memcached over UDP.
func memcachedDatagrams() l7.Proto {
	const frame = "\x12\x34\x00\x00\x00\x01\x00\x00"
	return l7.Proto{
		ID: categories.Memcached, On: l7.UDP, Ports: []uint16{memcachedPort}, Min: memcachedFrame + len("OK\r\n"),
		Probe: probeMemcachedDatagram, Columns: memcachedColumns(),
		Session: func() l7.Session { return &memcachedSession{datagrams: true} },
		Samples: [][]byte{[]byte(frame + "get a\r\n"), []byte(frame + "END\r\n"),
			[]byte(frame + "\x80\x0b\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x02\x03\x04\x00\x00\x00\x00\x00\x00\x00\x00")},
	}
}

// evidence is the strength of the evidence in the first message of a side.
type evidence uint8

const (
	none    evidence = iota // it is none of memcached
	part                    // its end is to come
	vague                   // a line that counts on the port alone, such as OK
	thin                    // a line that other protocols may have too, such as get a, or END
	certain                 // a line or a header of no other protocol
)

// probeMemcached recognises a side's first message. Thin evidence counts on the port of memcached, or in the answer to
// a thin command.
func probeMemcached(c *l7.Ctx) l7.Verdict {
	found, asks := memcachedEvidence(c.Data)
	own := c.SrcPort == memcachedPort || c.DstPort == memcachedPort
	switch {
	case found == certain, found > part && own:
		return l7.Match
	case found == part, found == thin && asks:
		return l7.More
	case found == thin:
		if asked, is := memcachedEvidence(c.Other()); asked == thin && is {
			return l7.Match
		}
	}
	return l7.Reject
}

// probeMemcachedDatagram recognises the first datagram of a request or an answer. Its frame is evidence of 48 bits.
func probeMemcachedDatagram(c *l7.Ctx) l7.Verdict {
	b, ok := unframed(c.Data)
	if !ok {
		return l7.Reject
	}
	if found, asks := memcachedEvidence(b); found < vague || asks && binary.BigEndian.Uint16(c.Data[4:]) != 1 {
		return l7.Reject
	}
	return l7.Match
}

// unframed returns the content of a message's first datagram.
func unframed(b []byte) ([]byte, bool) {
	if len(b) < memcachedFrame || binary.BigEndian.Uint16(b[2:]) != 0 || binary.BigEndian.Uint16(b[4:]) == 0 ||
		binary.BigEndian.Uint16(b[6:]) != 0 {
		return nil, false
	}
	return b[memcachedFrame:], true
}

// memcachedEvidence rates the first bytes of a side, and says whether they are a client's.
func memcachedEvidence(b []byte) (found evidence, asks bool) {
	switch {
	case len(b) == 0:
		return none, false
	case b[0] >= 0x80:
		return binaryEvidence(b), b[0] == 0x80
	case b[0] >= 'a':
		return lineEvidence(b, commandForms), true
	case b[0] >= 'A':
		return lineEvidence(b, answerForms), false
	}
	return none, false
}
