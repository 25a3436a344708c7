package report

import (
	"github.com/nfstream/nfstream-go"
)

// packets is a plug-in that counts the packets of a flow by size, and notes how its connection went.
type packets struct{}

// sizeClasses are those of RMON's histogram of frames (RFC 2819, etherStatsPkts64Octets and its like), here without the
// frame check sequence, and one for longer frames.
var sizeClasses = [...]struct {
	most   uint32 // bytes of the frame on the wire
	name   string
	column string
}{
	{64, "≤ 64", "report_packets_64"},
	{127, "65–127", "report_packets_127"},
	{255, "128–255", "report_packets_255"},
	{511, "256–511", "report_packets_511"},
	{1023, "512–1023", "report_packets_1023"},
	{1518, "1024–1518", "report_packets_1518"},
	{^uint32(0), "> 1518", "report_packets_more"},
}

const signsColumn = "report_signs"

// signs are what packets say of a connection, in bits.
type signs uint8

const (
	asked    signs = 1 << iota // the source sent a SYN
	accepted                   // the destination sent a SYN or a payload
	reset                      // either side sent a RST
	refused                    // the destination sent a RST
	grouped                    // sent to a group: multicast or broadcast
)

// The flags of TCP (RFC 9293, section 3.1).
const (
	flagSYN = 1 << 1
	flagRST = 1 << 2
)

func (packets) Columns() []nfstream.Column {
	all := []nfstream.Column{{Name: signsColumn, Type: nfstream.Int, Doc: "what packets say of the connection, in bits"}}
	for _, c := range sizeClasses {
		all = append(all, nfstream.Column{Name: c.column, Type: nfstream.Int, Doc: "packets of " + c.name + " bytes", Unit: "packets"})
	}
	return all
}

func (packets) Open(s *nfstream.Schema) (nfstream.Hooks, error) {
	var counts [len(sizeClasses)]nfstream.IntColumn
	for i, c := range sizeClasses {
		counts[i] = s.Int(c.column)
	}
	seen := s.Int(signsColumn)
	update := func(p *nfstream.Packet, f *nfstream.Flow) {
		counts[sizeClass(p.WireLength)].Add(f, 1)
		if now := signsOf(p); now != 0 {
			seen.Set(f, seen.Get(f)|int64(now))
		}
	}
	first := func(p *nfstream.Packet, f *nfstream.Flow) {
		update(p, f)
		if toGroup(p) {
			seen.Set(f, seen.Get(f)|int64(grouped))
		}
	}
	return nfstream.Hooks{Init: first, Update: update}, nil
}

func sizeClass(length uint32) int {
	i := 0
	for length > sizeClasses[i].most {
		i++
	}
	return i
}

// signsOf returns what one packet says.
func signsOf(p *nfstream.Packet) (now signs) {
	back := p.Direction == 1
	if p.Flags&flagRST != 0 {
		now |= reset
		if back {
			now |= refused
		}
	}
	switch {
	case back && (p.Flags&flagSYN != 0 || p.PayloadLength > 0):
		now |= accepted
	case !back && p.Flags&flagSYN != 0:
		now |= asked
	}
	return now
}

// toGroup reports whether a packet is for several hosts, by its IP or its link-layer destination (IEEE 802, the I/G bit).
func toGroup(p *nfstream.Packet) bool {
	to := p.Dst().Addr()
	if to.IsMulticast() || to.Is4() && to.As4() == [4]byte{255, 255, 255, 255} {
		return true
	}
	return uint64(p.DstMAC) < uint64(len(p.Data)) && p.Data[p.DstMAC]&1 == 1
}

// The outcomes of flows, in order of display.
const (
	outcomeBoth       = "Both directions"
	outcomeReset      = "Reset"
	outcomeRefused    = "Refused"
	outcomeUnanswered = "Unanswered"
	outcomeGroup      = "Multicast or broadcast"
)

var outcomes = []string{outcomeBoth, outcomeReset, outcomeRefused, outcomeUnanswered, outcomeGroup}

// outcome says how a flow went.
func (s signs) outcome(answers uint64) string {
	switch {
	case s&(asked|refused) == asked|refused && s&accepted == 0:
		return outcomeRefused
	case s&reset != 0:
		return outcomeReset
	case answers > 0:
		return outcomeBoth
	case s&grouped != 0:
		return outcomeGroup
	}
	return outcomeUnanswered
}
