package live

import "encoding/binary"

// ancillary is the metadata of a packet that is read from a plain packet socket.
type ancillary struct {
	time   int64  // nanoseconds since the Unix epoch
	length uint32 // bytes on the wire
	status uint32
	net    int // bytes of the link-layer header
	tci    uint16
	tpid   uint16
}

// Levels and types of control messages (packet(7), socket(7)).
const (
	levelSocket     = 1
	levelPacket     = 263
	typeTimestampNS = 35
	typeAuxData     = 8
	auxDataSize     = 20
)

// readControl reads control messages in the layout for words of the given number of bytes. It skips incomplete
// messages and unknown kinds.
func readControl(b []byte, word int) (a ancillary) {
	header := word + 8
	for len(b) >= header {
		n := controlLength(b, word)
		if n < uint64(header) || n > uint64(len(b)) {
			return a
		}
		level, kind := binary.NativeEndian.Uint32(b[word:]), binary.NativeEndian.Uint32(b[word+4:])
		data := b[header:n]
		switch {
		case level == levelSocket && kind == typeTimestampNS && len(data) >= 2*word:
			a.time = int64(controlLength(data, word))*1e9 + int64(controlLength(data[word:], word))
		case level == levelPacket && kind == typeAuxData && len(data) >= auxDataSize:
			a.readAuxData(data)
		}
		b = b[min((n+uint64(word)-1)&^(uint64(word)-1), uint64(len(b))):]
	}
	return a
}

func controlLength(b []byte, word int) uint64 {
	if word == 4 {
		return uint64(binary.NativeEndian.Uint32(b))
	}
	return binary.NativeEndian.Uint64(b)
}

// readAuxData reads a struct tpacket_auxdata.
func (a *ancillary) readAuxData(b []byte) {
	a.status = binary.NativeEndian.Uint32(b)
	a.length = binary.NativeEndian.Uint32(b[4:])
	a.net = int(binary.NativeEndian.Uint16(b[14:])) - int(binary.NativeEndian.Uint16(b[12:]))
	a.tci = binary.NativeEndian.Uint16(b[16:])
	a.tpid = binary.NativeEndian.Uint16(b[18:])
}
