package tls

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/l7/wire"
)

const (
	dtlsHeaderLength  = 13
	dtlsUnified       = 0x20 // the top three bits of a DTLS 1.3 ciphertext's first byte are 001 (RFC 9147, section 4)
	dtlsUnifiedMask   = 0xe0
	maxDTLSAssemblies = 4
)

// Datagrams turns the datagrams of one direction of a DTLS association into events. The zero Datagrams is ready to use.
// It assembles messages from fragments in any order: at most four messages at a time, each of up to MaxHandshake or
// MaxCertificate bytes. A fifth message replaces the one that began first. A message in one piece is not copied.
type Datagrams struct {
	open    [maxDTLSAssemblies]assembly
	begun   uint32 // assemblies begun
	stopped bool
}

// Reset makes it as good as new, and keeps no memory.
func (d *Datagrams) Reset() { *d = Datagrams{} }

// Feed reads a datagram and calls handle for each event in it, in order. A retransmitted message is an event again.
// Once handle returned false, later datagrams are ignored. The errors ErrNotTLS, ErrMalformed and ErrTooLong describe
// the defect at which the events of the datagram end. The next datagram may be valid.
func (d *Datagrams) Feed(datagram []byte, handle func(Event) bool) error {
	for len(datagram) > 0 && !d.stopped {
		if datagram[0]&dtlsUnifiedMask == dtlsUnified || datagram[0] == byte(ContentCID) {
			return d.ciphertext(datagram, handle)
		}
		r, ok := parseDTLSRecord(datagram)
		if !ok {
			return ErrNotTLS
		}
		if err := d.record(&r, handle); err != nil {
			return err
		}
		datagram = datagram[dtlsHeaderLength+len(r.body):]
	}
	return nil
}

// LooksLikeDTLS reports whether data begins with a record of DTLS 1.0 or 1.2, or an unencrypted one of DTLS 1.3.
func LooksLikeDTLS(data []byte) bool {
	_, ok := parseDTLSRecord(data)
	return ok
}

type dtlsRecord struct {
	content ContentType
	version Version
	epoch   uint16
	body    []byte
}

func parseDTLSRecord(b []byte) (r dtlsRecord, ok bool) {
	c := wire.NewCursor(b)
	r.content = ContentType(c.Uint8())
	r.version = Version(c.Uint16())
	r.epoch = c.Uint16()
	c.Skip(6) // sequence number
	r.body = c.Bytes(int(c.Uint16()))
	known := r.content >= ContentChangeCipherSpec && r.content <= ContentHeartbeat || r.content == ContentACK
	return r, c.OK() && known && r.version.IsDTLS() && len(r.body) > 0 && len(r.body) <= maxRecord
}

// ciphertext handles a record with a length that depends on the association's state. The record may extend to the end
// of the datagram.
func (d *Datagrams) ciphertext(b []byte, handle func(Event) bool) error {
	version, content := DTLS13, ContentApplicationData
	if b[0] == byte(ContentCID) {
		if len(b) <= dtlsHeaderLength || Version(binary.BigEndian.Uint16(b[1:])) != DTLS12 {
			return ErrNotTLS
		}
		version, content = DTLS12, ContentCID
	}
	d.emit(Event{Content: content, Version: version, Encrypted: true, Length: len(b)}, handle)
	return nil
}

func (d *Datagrams) emit(e Event, handle func(Event) bool) { d.stopped = !handle(e) }

func (d *Datagrams) record(r *dtlsRecord, handle func(Event) bool) error {
	e := Event{Content: r.content, Version: r.version, Length: len(r.body)}
	e.Encrypted = r.epoch > 0 || r.content == ContentApplicationData
	switch {
	case e.Encrypted:
	case r.content == ContentHandshake:
		return d.handshake(r, handle)
	case r.content == ContentAlert && len(r.body) == alertLength:
		e.Body = r.body
	}
	d.emit(e, handle)
	return nil
}

func (d *Datagrams) handshake(r *dtlsRecord, handle func(Event) bool) error {
	c := wire.NewCursor(r.body)
	for c.Len() > 0 && !d.stopped {
		f, err := parseFragment(&c)
		if err != nil {
			return err
		}
		e := Event{Content: ContentHandshake, Version: r.version, Type: f.kind, Length: f.length, Body: f.data}
		whole := len(f.data) == f.length
		if !whole {
			e.Body, whole = d.assembly(&f).add(&f)
		}
		if whole {
			d.emit(e, handle)
		}
	}
	return nil
}
