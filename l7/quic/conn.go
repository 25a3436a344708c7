package quic

import "slices"

// Conn reads the Initial packets of a connection from its datagrams, those of the client from the first on. The zero
// Conn is ready to use. It holds up to MaxCrypto bytes of handshake of each direction.
type Conn struct {
	version  Version
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

// Version returns the version of the Initial packets read, 0 before the first.
func (c *Conn) Version() Version { return c.version }

// Opened returns how many Initial packets of the client and of the server were decrypted.
func (c *Conn) Opened() (client, server int) { return c.client.opened, c.server.opened }

// FeedClient takes a datagram from the client, of which it reads the Initial packets. Datagrams may come in any order,
// in which a change of the connection id, as after a Retry, is followed. It returns the first error: ErrNotQUIC or
// ErrMalformed for bytes that are no packets, ErrVersion, ErrDecrypt or ErrTooLong. Later datagrams may still be good.
func (c *Conn) FeedClient(datagram []byte) error { return c.feed(datagram, c.openClient) }

// FeedServer takes a datagram from the server. Its packets are only read once the client's first was: keys follow from
// that. Errors are those of FeedClient, ErrDecrypt before the client's first.
func (c *Conn) FeedServer(datagram []byte) error { return c.feed(datagram, c.openServer) }

func (c *Conn) feed(datagram []byte, open func(*Header) error) (first error) {
	for rest := datagram; len(rest) > 0 && c.failures < MaxFailures; {
		h, behind, err := ParseHeader(rest)
		if err == ErrNotQUIC && len(rest) < len(datagram) {
			return first // padding behind the last packet
		}
		if err == nil && h.Type == Initial {
			err = open(&h)
		}
		if err != nil {
			c.failures++
		}
		if first == nil {
			first = err
		}
		rest = behind
	}
	return first
}

// openClient tries the keys at hand, then those of the packet's own connection id.
func (c *Conn) openClient(h *Header) error {
	if c.client.keys != nil && c.version == h.Version {
		if err := c.read(&c.client, h); err != ErrDecrypt {
			return err
		}
	}
	initial, err := initialSecret(h.Version, h.DCID)
	if err != nil {
		return err
	}
	keys, err := clientKeys(h.Version, &initial)
	if err != nil {
		return err
	}
	next := half{keys: keys, largest: -1, crypto: c.client.crypto, opened: c.client.opened}
	if err = c.read(&next, h); err == ErrDecrypt || err == ErrMalformed && next.opened == c.client.opened {
		return err
	}
	c.client = next
	c.server.keys, c.server.largest = nil, -1
	c.version, c.initial = h.Version, initial
	return err
}

func (c *Conn) openServer(h *Header) error {
	if c.client.keys == nil || c.version != h.Version {
		return ErrDecrypt
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

func (c *Conn) read(d *half, h *Header) error {
	c.room = slices.Grow(c.room[:0], len(h.Packet))
	number, frames, err := d.keys.Open(h, d.largest, c.room)
	if err != nil {
		return err
	}
	d.opened++
	d.largest = max(d.largest, number)
	return cryptoFrames(frames, d.crypto.add)
}

// ClientHello returns the client's first handshake message with its header, as tls.ParseClientHello takes it, once it
// is whole; nil before. For Q050 that is Google's own message instead: see GoogleHello. It is valid until the next
// Feed.
func (c *Conn) ClientHello() []byte {
	if c.version == Q050 {
		return nil
	}
	return c.client.crypto.message()
}

// GoogleHello returns the bytes of the message that the client of a Q050 connection sends, as ParseMessage takes them;
// nil before there are any. It is valid until the next Feed.
func (c *Conn) GoogleHello() []byte {
	if c.version != Q050 {
		return nil
	}
	return c.client.crypto.buf[:c.client.crypto.prefix]
}

// ServerHello returns the server's first handshake message with its header, as tls.ParseServerHello takes it, once it
// is whole; nil before. It is valid until the next Feed.
func (c *Conn) ServerHello() []byte {
	if c.version == Q050 {
		return nil
	}
	return c.server.crypto.message()
}
