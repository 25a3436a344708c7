package ipfix

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// decoder is a strict reader of IPFIX messages (RFC 7011) of one transport session, for tests alone.
type decoder struct {
	templates map[uint32]map[uint16]decodedTemplate // by observation domain
	sequence  map[uint32]uint32
	strict    bool // sequence numbers must follow
}

// spec is a field specifier.
type spec struct {
	enterprise uint32
	id         uint16
	length     uint16
}

type decodedTemplate struct {
	fields []spec
	scope  int
}

// decoded is a data record.
type decoded struct {
	template uint16
	scope    int
	fields   []spec
	values   [][]byte
}

// value returns the bytes of an element, and false without it.
func (d *decoded) value(enterprise uint32, id uint16) ([]byte, bool) {
	for i, f := range d.fields {
		if f.enterprise == enterprise && f.id == id {
			return d.values[i], true
		}
	}
	return nil, false
}

// uint returns an unsigned integer of any length, 0 without the element.
func (d *decoded) uint(enterprise uint32, id uint16) (v uint64) {
	b, _ := d.value(enterprise, id)
	for _, c := range b {
		v = v<<8 | uint64(c)
	}
	return v
}

var errShort = errors.New("too short")

// message decodes a whole message.
func (d *decoder) message(b []byte) ([]decoded, error) {
	if len(b) < 16 {
		return nil, errShort
	}
	if v, n := binary.BigEndian.Uint16(b), binary.BigEndian.Uint16(b[2:]); v != 10 || int(n) != len(b) {
		return nil, fmt.Errorf("version %d, length %d of %d", v, n, len(b))
	}
	domain, sequence := binary.BigEndian.Uint32(b[12:]), binary.BigEndian.Uint32(b[8:])
	if d.templates == nil {
		d.templates, d.sequence = map[uint32]map[uint16]decodedTemplate{}, map[uint32]uint32{}
	}
	if d.templates[domain] == nil {
		d.templates[domain] = map[uint16]decodedTemplate{}
	}
	if d.strict && sequence != d.sequence[domain] {
		return nil, fmt.Errorf("sequence number %d: want %d", sequence, d.sequence[domain])
	}
	var all []decoded
	for b = b[16:]; len(b) > 0; {
		if len(b) < 4 {
			return nil, errShort
		}
		id, n := binary.BigEndian.Uint16(b), int(binary.BigEndian.Uint16(b[2:]))
		if n < 4 || n > len(b) {
			return nil, fmt.Errorf("length %d of set %d in %d", n, id, len(b))
		}
		records, err := d.set(d.templates[domain], id, b[4:n])
		if err != nil {
			return nil, fmt.Errorf("set %d: %w", id, err)
		}
		all, b = append(all, records...), b[n:]
	}
	d.sequence[domain] = sequence + uint32(len(all))
	return all, nil
}

func (d *decoder) set(templates map[uint16]decodedTemplate, id uint16, b []byte) ([]decoded, error) {
	switch {
	case id == 2 || id == 3:
		for len(b) > 3 {
			rest, err := template1(templates, id == 3, b)
			if err != nil {
				return nil, err
			}
			b = rest
		}
		return nil, zeros(b)
	case id < 256:
		return nil, errors.New("reserved")
	}
	t, ok := templates[id]
	if !ok {
		return nil, errors.New("no template")
	}
	var all []decoded
	for len(b) > 0 {
		r, rest, err := record1(id, &t, b)
		if errors.Is(err, errShort) && len(b) < t.least() && len(all) > 0 {
			return all, zeros(b)
		}
		if err != nil {
			return nil, err
		}
		all, b = append(all, r), rest
	}
	if len(all) == 0 {
		return nil, errors.New("no record")
	}
	return all, nil
}

func zeros(b []byte) error {
	for _, c := range b {
		if c != 0 {
			return errors.New("padding is not zero")
		}
	}
	return nil
}

// least returns the length of the shortest record.
func (t *decodedTemplate) least() (n int) {
	for _, f := range t.fields {
		if f.length == 65535 {
			n++
		} else {
			n += int(f.length)
		}
	}
	return n
}

func template1(templates map[uint16]decodedTemplate, options bool, b []byte) (rest []byte, err error) {
	head := 4
	if options {
		head = 6
	}
	if len(b) < head {
		return nil, errShort
	}
	id, n := binary.BigEndian.Uint16(b), int(binary.BigEndian.Uint16(b[2:]))
	t := decodedTemplate{}
	if options {
		if t.scope = int(binary.BigEndian.Uint16(b[4:])); t.scope == 0 || t.scope > n {
			return nil, fmt.Errorf("scope of %d fields of %d", t.scope, n)
		}
	}
	if id < 256 || n == 0 {
		return nil, fmt.Errorf("template %d of %d fields", id, n)
	}
	b = b[head:]
	for range n {
		if len(b) < 4 {
			return nil, errShort
		}
		f := spec{id: binary.BigEndian.Uint16(b) & 0x7fff, length: binary.BigEndian.Uint16(b[2:])}
		own := b[0]&0x80 != 0
		if b = b[4:]; own {
			if len(b) < 4 {
				return nil, errShort
			}
			if f.enterprise = binary.BigEndian.Uint32(b); f.enterprise == 0 {
				return nil, errors.New("enterprise 0")
			}
			b = b[4:]
		}
		if f.length == 0 || f.id == 0 {
			return nil, fmt.Errorf("element %d of length %d", f.id, f.length)
		}
		t.fields = append(t.fields, f)
	}
	templates[id] = t
	return b, nil
}

func record1(id uint16, t *decodedTemplate, b []byte) (r decoded, rest []byte, err error) {
	r = decoded{template: id, scope: t.scope, fields: t.fields}
	for _, f := range t.fields {
		n := int(f.length)
		if f.length == 65535 {
			if len(b) < 1 {
				return r, b, errShort
			}
			if n, b = int(b[0]), b[1:]; n == 255 {
				if len(b) < 2 {
					return r, b, errShort
				}
				n, b = int(binary.BigEndian.Uint16(b)), b[2:]
			}
		}
		if len(b) < n {
			return r, b, errShort
		}
		r.values, b = append(r.values, b[:n]), b[n:]
	}
	return r, b, nil
}

// decoderV9 reads export packets of NetFlow 9 (RFC 3954), for tests alone.
type decoderV9 struct {
	templates map[uint16]decodedTemplate
	packets   uint32
}

// headV9 is what the header says.
type headV9 struct{ uptime, seconds, domain uint32 }

func (d *decoderV9) packet(b []byte) (h headV9, all []decoded, err error) {
	if len(b) < 20 || binary.BigEndian.Uint16(b) != 9 {
		return h, nil, errShort
	}
	if d.templates == nil {
		d.templates = map[uint16]decodedTemplate{}
	}
	count := int(binary.BigEndian.Uint16(b[2:]))
	h = headV9{binary.BigEndian.Uint32(b[4:]), binary.BigEndian.Uint32(b[8:]), binary.BigEndian.Uint32(b[16:])}
	if s := binary.BigEndian.Uint32(b[12:]); s != d.packets {
		return h, nil, fmt.Errorf("sequence %d: want %d", s, d.packets)
	}
	d.packets++
	records := 0
	for b = b[20:]; len(b) > 0; {
		id, n := binary.BigEndian.Uint16(b), int(binary.BigEndian.Uint16(b[2:]))
		if n < 4 || n > len(b) || n%4 != 0 {
			return h, nil, fmt.Errorf("length %d of flow set %d in %d", n, id, len(b))
		}
		set := b[4:n]
		b = b[n:]
		switch id {
		case 0, 1:
			for len(set) > 3 {
				if set, err = d.template(set, id == 1); err != nil {
					return h, nil, err
				}
				records++
			}
			continue
		}
		t, ok := d.templates[id]
		if !ok {
			return h, nil, fmt.Errorf("no template %d", id)
		}
		for len(set) >= t.least() {
			var r decoded
			if r, set, err = record1(id, &t, set); err != nil {
				return h, nil, err
			}
			all = append(all, r)
			records++
		}
		if len(set) > 3 || zeros(set) != nil {
			return h, nil, errors.New("padding")
		}
	}
	if records != count {
		return h, nil, fmt.Errorf("%d records: the header says %d", records, count)
	}
	return h, all, nil
}

func (d *decoderV9) template(b []byte, options bool) ([]byte, error) {
	id, n, scope, head := binary.BigEndian.Uint16(b), int(binary.BigEndian.Uint16(b[2:])), 0, 4
	if options {
		scope, head = n/4, 6
		n = scope + int(binary.BigEndian.Uint16(b[4:]))/4
	}
	t := decodedTemplate{scope: scope}
	for b = b[head:]; n > 0; n-- {
		if len(b) < 4 {
			return nil, errShort
		}
		f := spec{id: binary.BigEndian.Uint16(b), length: binary.BigEndian.Uint16(b[2:])}
		if f.id > 511 || f.length > 255 || f.length == 0 {
			return nil, fmt.Errorf("field %d of length %d", f.id, f.length)
		}
		t.fields, b = append(t.fields, f), b[4:]
	}
	d.templates[id] = t
	return b, nil
}
