package dns

// Kind is DNS or one of its variants on the local link.
type Kind uint8

// The kinds.
const (
	None  Kind = iota
	DNS        // RFC 1035
	MDNS       // RFC 6762
	LLMNR      // RFC 4795
)

// String returns the kind's name.
func (k Kind) String() string { return [...]string{"none", "DNS", "mDNS", "LLMNR"}[k&3] }

// The ports (RFC 1035, section 4.2; RFC 6762, section 3; RFC 4795, section 2).
const (
	Port      = 53
	PortMDNS  = 5353
	PortLLMNR = 5355
)

// KindOf returns the kind of a UDP payload, or of a message over TCP without its prefix. It is None if the payload is
// not Plausible, and MDNS or LLMNR if a port and the form of the header match. Else it is DNS, on any port.
func KindOf(payload []byte, srcPort, dstPort uint16) Kind {
	if !Plausible(payload) {
		return None
	}
	m, _ := Parse(payload)
	switch {
	case (srcPort == PortMDNS || dstPort == PortMDNS) && m.formMDNS():
		return MDNS
	case (srcPort == PortLLMNR || dstPort == PortLLMNR) && m.formLLMNR():
		return LLMNR
	}
	return DNS
}

// formMDNS reports whether a header is of mDNS (RFC 6762, section 18). Senders of mDNS must set the recursion bits to
// zero and receivers must ignore them. RA, or RD in a response, therefore indicates DNS on the same port.
func (h *Header) formMDNS() bool {
	return h.Opcode == OpcodeQuery && !h.RecursionAvailable && !(h.RecursionDesired && h.Response)
}

// formLLMNR is RFC 4795, section 2.1.1. The bits of RA, AD and CD are reserved there.
func (h *Header) formLLMNR() bool {
	if h.Opcode != OpcodeQuery || h.RecursionAvailable || h.AuthenticData || h.CheckingDisabled || h.Questions != 1 {
		return false
	}
	return h.Response || h.Answers == 0 && h.Authorities == 0
}
