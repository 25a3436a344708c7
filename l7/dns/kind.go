package dns

// Kind tells DNS from its relatives on the local link.
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

// KindOf tells by ports and form what a UDP payload, or a message over TCP without its prefix, is: None where it is not
// Plausible; MDNS and LLMNR where one of the ports is theirs and the header is of their form; else DNS, on any port.
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

// formMDNS is RFC 6762, section 18. What a sender must send as zero and a receiver must ignore is taken for what tells
// DNS on the same port: recursion, which has no meaning in mDNS.
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
