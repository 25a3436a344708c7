//go:build !nfstream_no_rpc

// Package rpc has the protocols of remote calls, of message brokers and of servers that talk to each other.
package rpc

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// Protos returns the protocols of the family, unless it is compiled with the tag nfstream_no_rpc.
func Protos() []l7.Proto {
	return []l7.Proto{
		dceStream(), dceDatagram(), thriftStream(), thriftDatagram(), soap(), jsonRPC(), amqp(), mqtt(), kafka(), smpp(),
		fastCGI(), ajp(), dicom(), raft(), stomp(), openWire(), zeroMQ(),
		// CORBA (OMG, CORBA 3.4 part 2, section 9.4), its compressed messages (ZIOP) and those by multicast (MIOP).
		l7.Prefixed(categories.Corba, l7.TCP, nil, "GIOP\x01\x00", "GIOP\x01\x01", "GIOP\x01\x02", "GIOP\x01\x03", "ZIOP\x01"),
		l7.Prefixed(categories.Corba, l7.UDP, nil, "MIOP\x10", "GIOP\x01"),
		// FIX (FIX Trading Community, FIX session layer): the version is the first field of a message.
		l7.Prefixed(categories.FIX, l7.TCP, nil, "8=FIX.4.", "8=FIX.5.", "8=FIXT.1.1\x01"),
		nats(),
		// HL7 version 2 in its lower layer protocol (HL7, "Minimal lower layer protocol").
		l7.Prefixed(categories.HL7, l7.TCP, []uint16{2575}, "\x0bMSH|^~", "\x0bFHS|^~", "\x0bBHS|^~"),
		// Gearman (Gearman, "Protocol"): the magic of requests and responses, and a type below 256.
		l7.Prefixed(categories.Gearman, l7.TCP, []uint16{4730}, "\x00REQ\x00\x00\x00", "\x00RES\x00\x00\x00"),
		// Java's RMI (Java Remote Method Invocation Specification, section 10.2): magic, version, protocol.
		l7.Prefixed(categories.JRMI, l7.TCP, []uint16{1099}, "JRMI\x00\x01\x4b", "JRMI\x00\x02\x4b",
			"JRMI\x00\x02\x4c", "JRMI\x00\x02\x4d"),
	}
}
