package rpc

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// Protocols whose messages start with a text that no other protocol has.

// corba is CORBA (OMG, CORBA 3.4 part 2, section 9.4) and its compressed messages (ZIOP).
func corba() l7.Proto {
	return l7.Prefixed(categories.Corba, l7.TCP, nil, "GIOP\x01\x00", "GIOP\x01\x01", "GIOP\x01\x02", "GIOP\x01\x03", "ZIOP\x01")
}

// corbaDatagram is CORBA by multicast (OMG, CORBA 3.4 part 2, MIOP).
func corbaDatagram() l7.Proto {
	return l7.Prefixed(categories.Corba, l7.UDP, nil, "MIOP\x10", "GIOP\x01")
}

// fix is FIX (FIX Trading Community, FIX session layer): the version is the first field of a message.
func fix() l7.Proto {
	return l7.Prefixed(categories.FIX, l7.TCP, nil, "8=FIX.4.", "8=FIX.5.", "8=FIXT.1.1\x01")
}

// hl7 is HL7 version 2 in its lower layer protocol (HL7, "Minimal lower layer protocol").
func hl7() l7.Proto {
	return l7.Prefixed(categories.HL7, l7.TCP, []uint16{2575}, "\x0bMSH|^~", "\x0bFHS|^~", "\x0bBHS|^~")
}

// gearman is Gearman (Gearman, "Protocol"): the magic of requests and responses, and a type below 256.
func gearman() l7.Proto {
	return l7.Prefixed(categories.Gearman, l7.TCP, []uint16{4730}, "\x00REQ\x00\x00\x00", "\x00RES\x00\x00\x00")
}

// rmi is Java's RMI (Java Remote Method Invocation Specification, section 10.2): magic, version, protocol.
func rmi() l7.Proto {
	return l7.Prefixed(categories.JRMI, l7.TCP, []uint16{1099}, "JRMI\x00\x01\x4b", "JRMI\x00\x02\x4b",
		"JRMI\x00\x02\x4c", "JRMI\x00\x02\x4d")
}
