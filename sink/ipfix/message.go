package ipfix

import "encoding/binary"

// Sizes of headers (RFC 7011, sections 3.1 and 3.3.2; RFC 3954, section 5.1).
const (
	headerIPFIX = 16
	headerV9    = 20
	setHeader   = 4
)

// message is an IPFIX message, or an export packet of NetFlow 9, without the values of its header.
type message struct {
	data    []byte
	set     int       // offset of the current set, 0 for none
	of      *template // of the current set
	records int       // data records, those of options among them
	flows   int       // that would be lost with it
	boot    int64     // of NetFlow 9: when the device started, in milliseconds since the Unix epoch
	last    int64     // of NetFlow 9: the latest end of its flows, likewise
}

// reset empties a message but for the room of a header.
func (m *message) reset(header int) {
	var zeros [headerV9]byte
	*m = message{data: append(m.data[:0], zeros[:header]...)}
}

// fits reports whether a record can be added to a message of a size.
func (m *message) fits(t *template, n, size int) bool {
	if m.of != t || t.alone {
		n += setHeader + 3 // and the padding of the current set
	}
	return len(m.data)+n+3 <= size
}

// add appends a record.
func (m *message) add(t *template, record []byte, flows int) {
	if m.of != t || t.alone {
		m.close()
		m.open(t.id)
		m.of = t
	}
	m.data = append(m.data, record...)
	m.records++
	m.flows += flows
}

// open begins a set.
func (m *message) open(id uint16) {
	m.set = len(m.data)
	m.data = append(binary.BigEndian.AppendUint16(m.data, id), 0, 0)
}

// close ends the current set, if any, and pads it to a multiple of four bytes. Padding must be shorter than any record
// (RFC 7011, section 3.3.1), so that a set of short records has none.
func (m *message) close() {
	if m.set == 0 {
		return
	}
	for (m.of == nil || m.of.least > 3) && len(m.data)%4 != 0 {
		m.data = append(m.data, 0)
	}
	m.end()
}

// end ends the current set without padding.
func (m *message) end() {
	binary.BigEndian.PutUint16(m.data[m.set+2:], uint16(len(m.data)-m.set))
	m.set, m.of = 0, nil
}

// stamp fills in the header of IPFIX: its time in seconds since the Unix epoch, the number of data records before it, and the
// observation domain.
func (m *message) stamp(seconds, sequence, domain uint32) {
	h := m.data
	binary.BigEndian.PutUint16(h, 10)
	binary.BigEndian.PutUint16(h[2:], uint16(len(h)))
	binary.BigEndian.PutUint32(h[4:], seconds)
	binary.BigEndian.PutUint32(h[8:], sequence)
	binary.BigEndian.PutUint32(h[12:], domain)
}

// stampV9 fills in the header of NetFlow 9: the number of its records, the time since the device started in milliseconds, the
// time, the number of packets before it, and the source.
func (m *message) stampV9(count int, seconds int64, sequence, domain uint32) {
	h := m.data
	binary.BigEndian.PutUint16(h, 9)
	binary.BigEndian.PutUint16(h[2:], uint16(count))
	binary.BigEndian.PutUint32(h[4:], uint32(seconds*1000-m.boot))
	binary.BigEndian.PutUint32(h[8:], uint32(seconds))
	binary.BigEndian.PutUint32(h[12:], sequence)
	binary.BigEndian.PutUint32(h[16:], domain)
}
