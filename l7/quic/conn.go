package quic

import (
	"bytes"
	"slices"
)

// Conn reads the Initial packets of a connection from its datagrams, those of the client from the first on. The zero
// Conn is ready to use. It holds up to MaxCrypto bytes of handshake of each direction.
type Conn struct {
	version  Version
	dcid     [MaxConnectionID]byte // that the keys follow from
	dcidSize int
	initial  secret
	client   half
	server   half
	room     []byte // where packets are decrypted
	failures int
}

// half is one direction.
type half struct {
	keys    *Keys
	largest int64
	crypto  cryptoStream
	opened  int // packets
}

// Reset makes the connection as good as new, and keeps its memory.
func (c *Conn) Reset() {
	c.client.crypto.reset()
	c.server.crypto.reset()
	*c = Conn{room: c.room, client: half{crypto: c.client.crypto}, server: half{crypto: c.server.crypto}}
}

// Version returns the version of the Initial packets read, 0 before the first: of the latest, as a server may go over to
// another one.
func (c *Conn) Version() Version { return c.version }

// Opened returns how many Initial packets of the client and of the server were decrypted.
func (c *Conn) Opened() (client, server int) { return c.client.opened, c.server.opened }

// FeedClient reads the Initial packets of a datagram from the client. Datagrams may come in any order. FeedClient
// follows a change of the connection id, as after a Retry, and of the version. It returns the first error:
//   - ErrNotQUIC for a datagram that does not begin with a header; padding after packets is accepted
//   - ErrMalformed for a header, packet or frame that ends early
//   - ErrVersion for a packet with a long header of a version that is not Known or has unknown keys
//   - ErrDecrypt for an Initial packet that the keys do not open, or that comes after MaxFailures of these
//   - ErrTooLong for handshake bytes beyond MaxCrypto
//   - what package crypto/aes says of a system that forbids AES-GCM
//
// It skips packets of other types without an error. Later datagrams may still be valid.
func (c *Conn) FeedClient(datagram []byte) error { return c.feed(datagram, c.openClient) }

// FeedServer reads a datagram from the server. It requires the client's first packet, from which the keys are derived.
// The errors are those of FeedClient. It returns ErrDecrypt before the client's first packet.
func (c *Conn) FeedServer(datagram []byte) error { return c.feed(datagram, c.openServer) }

func (c *Conn) feed(datagram []byte, open func(*Header) error) (first error) {
	for rest := datagram; ; {
		h, behind, err := ParseHeader(rest)
		switch {
		case err == ErrNotQUIC && len(rest) < len(datagram):
			return first // padding after the last packet
		case err != nil:
		case h.Type == Opaque:
			err = ErrVersion
		case h.Type == Initial:
			err = c.try(&h, open)
		}
		if first == nil {
			first = err
		}
		if rest = behind; len(rest) == 0 {
			return first
		}
	}
}

func (c *Conn) try(h *Header, open func(*Header) error) error {
	if c.failures == MaxFailures {
		return ErrDecrypt
	}
	err := open(h)
	if err == ErrDecrypt {
		c.failures++
	}
	return err
}

// openClient tries the keys at hand, then those of the packet's own connection id, then those of the first one in another
// version, which both sides have agreed on (RFC 9368, section 2.3).
func (c *Conn) openClient(h *Header) error {
	other := c.client.keys != nil && c.version != h.Version
	if c.client.keys != nil && !other {
		if err := c.read(&c.client, h); err != ErrDecrypt {
			return err
		}
	}
	err := c.openFirst(h, h.DCID)
	if err == ErrDecrypt && other {
		err = c.openFirst(h, c.first())
	}
	return err
}

// first returns the connection id that the keys follow from.
func (c *Conn) first() []byte { return c.dcid[:c.dcidSize] }

// openFirst opens a packet of the client with keys that follow from a connection id, and keeps these if they do.
func (c *Conn) openFirst(h *Header, dcid []byte) error {
	initial, err := initialSecret(h.Version, dcid)
	if err != nil {
		return err
	}
	keys, err := clientKeys(h.Version, &initial)
	if err != nil {
		return err
	}
	anew := c.version != 0 && c.version != h.Version && !bytes.Equal(dcid, c.first()) // as after Version Negotiation
	next := half{keys: keys, largest: -1, crypto: c.client.crypto, opened: c.client.opened}
	if anew {
		next.crypto = cryptoStream{}
	}
	if err = c.read(&next, h); next.opened == c.client.opened {
		return err
	}
	if c.client = next; anew {
		c.server.crypto.reset()
	}
	c.server.keys, c.server.largest = nil, -1
	c.version, c.initial = h.Version, initial
	c.dcidSize = copy(c.dcid[:], dcid)
	return err
}

func (c *Conn) openServer(h *Header) error {
	if c.client.keys == nil {
		return ErrDecrypt
	}
	if c.version != h.Version {
		return c.openOther(h)
	}
	if c.server.keys == nil {
		keys, err := serverKeys(c.version, &c.initial)
		if err != nil {
			return err
		}
		c.server.keys = keys
	}
	return c.read(&c.server, h)
}

// openOther opens a packet of a server that has gone over to another version, which is the connection's then (RFC 9368,
// section 2.3; for the keys RFC 9369, section 4.1).
func (c *Conn) openOther(h *Header) error {
	initial, err := initialSecret(h.Version, c.first())
	if err != nil {
		return err
	}
	keys, err := serverKeys(h.Version, &initial)
	if err != nil {
		return err
	}
	next := half{keys: keys, largest: c.server.largest, crypto: c.server.crypto, opened: c.server.opened}
	if err = c.read(&next, h); next.opened == c.server.opened {
		return err
	}
	own, failed := clientKeys(h.Version, &initial)
	if failed != nil {
		return failed
	}
	c.server, c.client.keys = next, own
	c.version, c.initial = h.Version, initial
	return err
}

func (c *Conn) read(d *half, h *Header) error {
	c.room = slices.Grow(c.room[:0], len(h.Packet))
	number, frames, err := d.keys.Open(h, d.largest, c.room)
	if err != nil {
		return err
	}
	d.opened++
	d.largest = max(d.largest, number)
	add := d.crypto.add
	if h.Version == Q050 {
		add = d.crypto.addMessage
	}
	return cryptoFrames(frames, h.Version.IsGoogle(), add)
}

// ClientHello returns the client's first handshake message with its header, for tls.ParseClientHello. It returns nil
// until the message is complete, and for Q050, which has Google's own message: see GoogleHello. The result is valid
// until the next Feed.
func (c *Conn) ClientHello() []byte {
	if c.version == Q050 {
		return nil
	}
	return c.client.crypto.message()
}

// GoogleHello returns the bytes of the latest message from the client of a Q050 connection, for ParseMessage. It
// returns nil until there are any. The result is valid until the next Feed.
func (c *Conn) GoogleHello() []byte {
	if c.version != Q050 || c.client.crypto.prefix == 0 {
		return nil
	}
	return c.client.crypto.buf[:c.client.crypto.prefix]
}

// ServerHello returns the server's first handshake message with its header, for tls.ParseServerHello. It returns nil
// until the message is complete. The result is valid until the next Feed.
func (c *Conn) ServerHello() []byte {
	if c.version == Q050 {
		return nil
	}
	return c.server.crypto.message()
}
