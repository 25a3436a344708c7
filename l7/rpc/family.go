//go:build !nfstream_no_rpc

// Package rpc has the protocols of remote calls, of message brokers and of servers that talk to each other.
package rpc

import (
	"github.com/nfstream/nfstream-go/l7"
)

// Protos returns the protocols of the family, unless it is compiled with the tag nfstream_no_rpc.
func Protos() []l7.Proto {
	return l7.Collect(
		dceStream, dceDatagram, thriftStream, thriftDatagram, soap, jsonRPC, amqp, mqtt, kafka, smpp,
		fastCGI, ajp, dicom, raft, stomp, openWire, zeroMQ, corba, corbaDatagram, fix, nats, hl7, gearman, rmi,
	)
}
