// Package spec turns captured ClientHellos into what uTLS sends: its only job is to keep that dependency from those who
// parse only.
package spec

import (
	"encoding/binary"
	"errors"

	utls "github.com/refraction-networking/utls"
)

// ErrTooLong says that a message does not fit the record that uTLS takes.
var ErrTooLong = errors.New("spec: hello longer than a record")

const maxLength = 1<<16 - 1

// FromClientHello returns the spec by which uTLS sends hellos like the captured one. message is the handshake message
// with its header, as in a TLS record or QUIC's CRYPTO frames; nothing of it is kept. Extensions that uTLS does not
// know become generic ones with the captured data.
func FromClientHello(message []byte) (*utls.ClientHelloSpec, error) {
	if len(message) > maxLength {
		return nil, ErrTooLong
	}
	record := append(make([]byte, 0, 5+len(message)), 22, 3, 1)
	record = binary.BigEndian.AppendUint16(record, uint16(len(message)))
	f := utls.Fingerprinter{AllowBluntMimicry: true}
	return f.FingerprintClientHello(append(record, message...))
}

// FromBody is FromClientHello for the body of a handshake message, without its header.
func FromBody(body []byte) (*utls.ClientHelloSpec, error) {
	if len(body) > maxLength {
		return nil, ErrTooLong
	}
	message := binary.BigEndian.AppendUint32(make([]byte, 0, 4+len(body)), 1<<24|uint32(len(body)))
	return FromClientHello(append(message, body...))
}
