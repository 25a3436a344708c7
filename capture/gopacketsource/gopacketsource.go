// Package gopacketsource makes a capture.Source of what gopacket reads packets from: readers of pcapgo, live handles of
// afpacket, pcapgo and pcap, packet sources, and packets in memory.
//
//	r, err := pcapgo.NewReader(file)
//	s, err := nfstream.New(gopacketsource.FromReader(r), nfstream.Config{})
//
// Package capture reads captures of more formats in less time, see docs/performance.md; package capture/live does so with
// interfaces. This package is for programs that have a reader or handle of gopacket's already.
//
// A frame is copied once where the source may overwrite it, which is where it is read by ZeroCopyReadPacketData, and not
// at all where the bytes are the packet's own. The package does not import gopacket/layers or pcapgo.
package gopacketsource

import (
	"github.com/gopacket/gopacket"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/packet"
)

// LinkType is the type of gopacket's layers.LinkType, which is never named: Go infers it.
type LinkType interface{ ~uint16 }

// A Reader reads a capture and knows its link type, as *pcapgo.Reader, *pcapgo.NgReader and *pcap.Handle do.
type Reader[L LinkType] interface {
	gopacket.ZeroCopyPacketDataSource
	LinkType() L
}

// FromReader returns the Source of a capture that r reads. A *pcapgo.NgReader should have been opened with
// NgReaderOptions.WantMixedLinkType: each frame then has the link type of its interface, where else the reader drops
// those of other interfaces than the first. Times have the resolution that r gives them.
//
// Closing the Source closes r if that has a method Close. The file of a reader of pcapgo stays the caller's.
func FromReader[L LinkType](r Reader[L]) capture.Source {
	return newSource(r, r.ZeroCopyReadPacketData, true, func(ancillary []any) packet.LinkType {
		if len(ancillary) > 0 {
			if link, ok := ancillary[0].(L); ok {
				return packet.LinkType(link)
			}
		}
		return packet.LinkType(r.LinkType())
	})
}

// FromPacketData returns the Source of a gopacket.PacketDataSource that ends, of frames of one link type. Its frames are
// not copied. One that is a ZeroCopyPacketDataSource too is faster by FromZeroCopy. FromHandle is for sources that block.
func FromPacketData(src gopacket.PacketDataSource, link packet.LinkType) capture.Source {
	return newSource(src, src.ReadPacketData, false, always(link))
}

// FromZeroCopy returns the Source of a gopacket.ZeroCopyPacketDataSource that ends, of frames of one link type, which are
// copied once. FromHandle is for sources that block.
func FromZeroCopy(src gopacket.ZeroCopyPacketDataSource, link packet.LinkType) capture.Source {
	return newSource(src, src.ZeroCopyReadPacketData, true, always(link))
}

// FromPacketSource returns the Source of a gopacket.PacketSource, of frames of one link type. gopacket decodes and
// allocates each packet; with its option Lazy it does so least. A packet of a pool is given back. Where the bytes may be
// another's, by the option NoCopy, they are copied.
//
// Packets and PacketsCtx of the same PacketSource must not be used.
func FromPacketSource(src *gopacket.PacketSource, link packet.LinkType) capture.Source {
	var last gopacket.PooledPacket
	return newSource(src, func() ([]byte, gopacket.CaptureInfo, error) {
		if last != nil {
			last.Dispose()
			last = nil
		}
		p, err := src.NextPacket()
		if err != nil {
			return nil, gopacket.CaptureInfo{}, err
		}
		last, _ = p.(gopacket.PooledPacket)
		return p.Data(), p.Metadata().CaptureInfo, nil
	}, src.NoCopy || src.Pool, always(link))
}

// FromPackets returns the Source of packets in memory, of one link type, such as a test makes. Their bytes are not copied
// and must not change while the Source is used.
func FromPackets(link packet.LinkType, packets ...gopacket.Packet) capture.Source {
	return newSource(nil, (&list{packets}).next, false, always(link))
}

func always(link packet.LinkType) linkOf {
	return func([]any) packet.LinkType { return link }
}
