package main

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/all"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/packet"
	"github.com/nfstream/nfstream-go/table"
)

// protocols returns so many: those that come with the library, and synthetic ones.
func protocols(n int) []l7.Proto {
	protos := all.Protos()
	return append(protos, l7test.Synthetic(max(n-len(protos), 0))...)[:n]
}

// meterUnknown meters datagrams of many flows that no protocol is recognised in, with so many protocols, from the frame
// to the table.
func meterUnknown(protos, packets int) {
	shard := table.NewShard(table.Config{Idle: 30 * second, Active: 300 * second,
		Protocols: l7.Compile(protocols(protos), all.LabelClassifiers()...), Limits: l7.Limits{TCP: 10, UDP: 16}})
	frame := append(append([]byte(nil), frame[:34]...), 4, 0, 0x20, 0, 0, 40, 0, 0)
	frame = append(frame, "nothing that any protocol says 1"...)
	frame[14+3], frame[14+9] = byte(len(frame)-14), 17
	const flows = 1000
	decoder := packet.NewDecoder(packet.Options{Tunnels: true})
	var changes table.Changes
	line := table.Timeline{Clocks: make([]int64, 1)}
	for i := range packets {
		at := begin*second + int64(i)*50_000
		// A flow of 16 packets is at the limit of what is inspected, and gives way.
		binary.BigEndian.PutUint32(frame[sourceAt:], uint32(i%flows+i/(16*flows)*flows))
		frame[42] = byte(i) // the first byte of the payload
		p := packet.Packet{Data: frame, Time: at, WireLength: uint32(len(frame))}
		if decoder.Decode(&p, packet.LinkEthernet) != packet.OK {
			panic("the frame does not decode")
		}
		line.Base, line.Clocks[0] = uint64(i), at
		if shard.Due(at) {
			shard.Expire(&line)
		}
		shard.Process(&p, uint64(i), at)
		if i%1024 == 1023 {
			shard.Swap(&changes)
			shard.Finish(changes.Ended)
			shard.Release(changes.Ended)
		}
	}
	for shard.Len() > 0 {
		shard.EndFirst(flow.EndOfCapture)
	}
}
