package ipfix

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/flow"
)

// template is a template, or an options template if it has a scope.
type template struct {
	id       uint16
	scope    int  // fields of the scope
	least    int  // length of the shortest record
	alone    bool // each record has a set of its own
	elements []element
}

func newTemplate(id uint16, elements []element) template {
	t := template{id: id, elements: elements}
	for _, e := range elements {
		if t.least++; e.length != variable {
			t.least += int(e.length) - 1
		}
	}
	return t
}

// append appends the record of a direction of a flow.
func (t *template) append(dst []byte, f *flow.Flow, d int, e *Exporter) []byte {
	for i := range t.elements {
		dst = t.elements[i].put(dst, f, d, e)
	}
	return dst
}

// enterpriseBit marks an element with an enterprise number (RFC 7011, section 3.2).
const enterpriseBit = 1 << 15

// describe appends the template record (RFC 7011, section 3.4.1), or the options template record (section 3.4.2.2).
func (t *template) describe(dst []byte) []byte {
	dst = binary.BigEndian.AppendUint16(dst, t.id)
	dst = binary.BigEndian.AppendUint16(dst, uint16(len(t.elements)))
	if t.scope > 0 {
		dst = binary.BigEndian.AppendUint16(dst, uint16(t.scope))
	}
	for _, e := range t.elements {
		if e.enterprise != iana {
			dst = binary.BigEndian.AppendUint16(dst, e.id|enterpriseBit)
			dst = binary.BigEndian.AppendUint16(dst, e.length)
			dst = binary.BigEndian.AppendUint32(dst, e.enterprise)
			continue
		}
		dst = binary.BigEndian.AppendUint16(dst, e.id)
		dst = binary.BigEndian.AppendUint16(dst, e.length)
	}
	return dst
}

// describeV9 appends the options template record of NetFlow 9 (RFC 3954, section 6.1).
func (t *template) describeV9(dst []byte) []byte {
	if t.scope == 0 {
		return t.describe(dst)
	}
	const field = 4
	dst = binary.BigEndian.AppendUint16(dst, t.id)
	dst = binary.BigEndian.AppendUint16(dst, uint16(t.scope*field))
	dst = binary.BigEndian.AppendUint16(dst, uint16((len(t.elements)-t.scope)*field))
	for _, e := range t.elements {
		dst = binary.BigEndian.AppendUint16(dst, e.id)
		dst = binary.BigEndian.AppendUint16(dst, e.length)
	}
	return dst
}

// The identifiers of sets of templates and of options templates.
const (
	setTemplates, setOptions     = 2, 3 // RFC 7011, section 3.3.2
	setTemplatesV9, setOptionsV9 = 0, 1 // RFC 3954, section 5.2 and 6.1
)

// templates returns the messages that describe everything, without data.
func (p *plan) templates(m *message, v9 bool) (records int) {
	set, options := uint16(setTemplates), uint16(setOptions)
	if v9 {
		set, options = setTemplatesV9, setOptionsV9
	}
	m.open(set)
	for i := range p.flows {
		m.data = p.flows[i].describe(m.data)
		records++
	}
	m.close()
	m.open(options)
	if v9 {
		m.data = p.applications.describeV9(m.data)
		m.close()
		return records + 1
	}
	m.data = p.applications.describe(m.data)
	m.end()
	if p.types.scope > 0 {
		m.open(options)
		m.data = p.types.describe(m.data)
		m.end()
	}
	return records + 1
}
