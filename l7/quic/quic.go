// Package quic reads the parts of QUIC that an observer of a connection's start can read: headers, and the hellos in
// Initial packets, which are encrypted with keys derived from the first packet's clear text. It also reads the hellos
// of Google's QUIC before the standard.
//
// [ParseHeader] parses one packet of a datagram. [Conn] reads the datagrams of a connection and returns the client's
// and the server's hello, which package tls parses. [ParseGoogle] parses Google's own packets and [ParseMessage] its
// CHLO.
// Slices are borrowed from input unless said otherwise.
package quic

import "errors"

// What is wrong with input. Errors of this package are or wrap one of these.
var (
	// ErrNotQUIC says that bytes are not a packet of QUIC with a recognisable header.
	ErrNotQUIC = errors.New("quic: not a packet")
	// ErrVersion says that the keys or the layout of a version are not known.
	ErrVersion = errors.New("quic: unknown version")
	// ErrMalformed says that a packet, frame or message contradicts itself or ends early.
	ErrMalformed = errors.New("quic: malformed")
	// ErrDecrypt says that a packet is not encrypted with the keys at hand.
	ErrDecrypt = errors.New("quic: packet does not decrypt")
	// ErrTooLong says that a handshake is longer than MaxCrypto.
	ErrTooLong = errors.New("quic: handshake longer than the limit")
)

// Limits of what is kept and tried of a connection.
const (
	// MaxCrypto is how many bytes of handshake are kept of each direction.
	MaxCrypto = 32 << 10
	// MaxFailures is how many packets of a connection may fail to decrypt, after which no more is tried.
	MaxFailures = 16
	// MaxConnectionID is the longest connection id that a version known here has.
	MaxConnectionID = 20
)
