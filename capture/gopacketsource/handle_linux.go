package gopacketsource

import (
	"errors"

	"github.com/gopacket/gopacket/afpacket"
	"golang.org/x/sys/unix"
)

// tpacket is an *afpacket.TPacket, or what embeds one.
type tpacket interface {
	SocketStats() (afpacket.SocketStats, afpacket.SocketStatsV3, error)
}

// packetVLAN returns the VLAN identifier that a TPacket says a frame has.
func packetVLAN(ancillary any) (id int, ok bool) {
	v, ok := ancillary.(afpacket.AncillaryVLAN)
	return v.VLAN, ok
}

func isPollTimeout(err error) bool { return errors.Is(err, afpacket.ErrTimeout) }

// ownsMemory reports whether closing a handle takes the memory that a read uses.
func ownsMemory(handle any) bool {
	_, ok := handle.(tpacket)
	return ok
}

// poll adds what a handle says since it was asked last.
func (c *counts) poll(handle any) {
	switch h := handle.(type) {
	case tpacket:
		plain, ring, err := h.SocketStats() // of which one counts, since the handle was opened
		if err == nil {
			c.packets = uint64(plain.Packets()+ring.Packets()) - c.packetsBefore
			c.dropped = uint64(plain.Drops()+ring.Drops()) - c.droppedBefore
		}
	case interface {
		Stats() (*unix.TpacketStats, error)
	}:
		if s, err := h.Stats(); err == nil {
			c.packets, c.dropped = c.packets+uint64(s.Packets), c.dropped+uint64(s.Drops)
		}
	}
}
