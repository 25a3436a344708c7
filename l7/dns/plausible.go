package dns

// Plausible reports whether payload is a DNS message and hardly anything else, whatever its port: the header makes
// sense, and the sections that it announces are there and well-formed, with assigned types and classes, and end where
// the payload does. It is true for mDNS and LLMNR as well, false for NetBIOS names (RFC 1002, section 4.2), which look
// the same otherwise, and for messages without anything but a header. It allocates nothing and reads each byte of a
// well-formed message about once.
func Plausible(payload []byte) bool {
	m, err := Parse(payload)
	return err == nil && m.plausibleHeader() && m.plausibleBody()
}

func (m *Message) plausibleHeader() bool {
	if m.Zero || m.Questions == 0 && m.Answers == 0 {
		return false
	}
	if !m.Response && (m.RCode != 0 || m.Questions == 0 || m.RecursionAvailable) {
		return false
	}
	switch m.Opcode {
	case OpcodeQuery:
		return true
	case OpcodeNotify, OpcodeUpdate:
		return m.Questions == 1
	}
	return false
}

func (m *Message) plausibleBody() bool {
	q := m.EachQuestion()
	for q.Next() {
		if !q.Type.assigned() || !q.Class.assigned() || q.Name.isNetBIOS() {
			return false
		}
	}
	r := m.EachRecord()
	for r.Next() {
		if !r.plausible() {
			return false
		}
	}
	return r.OK() && r.c.Len() == 0
}

func (r *Record) plausible() bool {
	if r.Type == TypeOPT {
		return r.Section == AdditionalSection && r.Name.IsRoot()
	}
	return r.Type.assigned() && r.Class.assigned() && !r.Name.isNetBIOS() && r.plausibleData()
}

func (r *Record) plausibleData() bool {
	if len(r.Data) == 0 {
		return true // updates: RFC 2136, section 2.4
	}
	switch r.Type {
	case TypeA:
		return len(r.Data) == 4 || r.Class.Base() != ClassIN
	case TypeAAAA:
		return len(r.Data) == 16
	case TypeCNAME, TypeNS, TypePTR, TypeDNAME, TypeMX, TypeSRV:
		_, ok := r.Target()
		return ok
	}
	return true
}

// isNetBIOS reports whether the first label is a NetBIOS name in its first-level encoding: 32 letters from A to P
// (RFC 1001, section 14.1).
func (n Name) isNetBIOS() bool {
	l := n.labels()
	if !l.next() || len(l.label) != 32 {
		return false
	}
	for _, c := range l.label {
		if c < 'A' || 'P' < c {
			return false
		}
	}
	return true
}
