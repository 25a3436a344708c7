package tls

import "encoding/binary"

// ContentType is the type of a record's content (RFC 8446, section 5.1; RFC 6520; RFC 9146).
type ContentType uint8

// The content types. ContentSSL2 is of this package, for messages of SSL 2.0, which have no content type.
const (
	ContentSSL2             ContentType = 0
	ContentChangeCipherSpec ContentType = 20
	ContentAlert            ContentType = 21
	ContentHandshake        ContentType = 22
	ContentApplicationData  ContentType = 23
	ContentHeartbeat        ContentType = 24
	ContentCID              ContentType = 25 // DTLS only: with a connection id
	ContentACK              ContentType = 26 // DTLS 1.3 only (RFC 9147, section 7)
)

const (
	recordHeaderLength    = 5
	handshakeHeaderLength = 4
	alertLength           = 2
	// shortestCipher is the least content of a record that is encrypted by a stream cipher: an alert and a MAC by MD5.
	shortestCipher = alertLength + 16
	// maxRecord is the longest content: 2^14 bytes and what compression and encryption may add (RFC 5246, section
	// 6.2.3).
	maxRecord = 1<<14 + 2048
)

// RecordHeader is the header of a TLS record.
type RecordHeader struct {
	Content ContentType
	Version Version
	Length  int // of the content in bytes
}

// ParseRecordHeader parses the header at the start of data. ok is false if data is shorter than a header's five bytes
// or no TLS or SSL 3.0 stack would send that header.
func ParseRecordHeader(data []byte) (h RecordHeader, ok bool) {
	if len(data) < recordHeaderLength {
		return RecordHeader{}, false
	}
	h = RecordHeader{
		Content: ContentType(data[0]),
		Version: Version(binary.BigEndian.Uint16(data[1:])),
		Length:  int(binary.BigEndian.Uint16(data[3:])),
	}
	return h, h.valid()
}

func (h *RecordHeader) valid() bool {
	if !h.Version.isRecord() || h.Length > maxRecord {
		return false
	}
	switch h.Content {
	case ContentApplicationData:
		return true
	case ContentChangeCipherSpec:
		return h.Length == 1
	case ContentAlert:
		return h.Length >= alertLength
	case ContentHandshake, ContentHeartbeat:
		return h.Length > 0
	}
	return false
}

// LooksLikeRecord reports whether data, the payload of a TCP segment perhaps in mid-stream, begins with a TLS record:
// every record header that lies wholly within data, each after the previous record, must be valid, and there must be at
// least one. It does not recognise SSL 2.0 messages.
func LooksLikeRecord(data []byte) bool {
	for n := 0; ; n++ {
		h, ok := ParseRecordHeader(data)
		if !ok {
			return n > 0 && len(data) < recordHeaderLength
		}
		if data = data[recordHeaderLength:]; h.Length >= len(data) {
			return true
		}
		data = data[h.Length:]
	}
}
