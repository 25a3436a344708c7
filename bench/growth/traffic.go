package main

import (
	"bufio"
	"encoding/binary"
	"io"
)

// traffic is TCP segments without payload of many flows, as a pcap stream.
type traffic struct {
	packets int
	// flows alive, of which any has the next packet once all have begun.
	flows int
	// renew is after how many packets one of them gives way to a new one; 0 is never. With 1 each packet is of another.
	renew int
	// gap is the time between two packets, in nanoseconds.
	gap int64
}

const (
	frameLength  = 60
	recordHeader = 16
	begin        = 1_700_000_000 // seconds since the epoch
	sourceAt     = 14 + 12
	portAt       = 14 + 20
)

// frame lacks what number writes: source address, source port and checksums. It goes to 192.0.2.1 port 443.
var frame = [frameLength]byte{2, 0, 1, 0, 0, 1, 2, 0, 0, 0, 0, 1, 8, 0,
	0x45, 0, 0, 40, 0, 0, 0x40, 0, 64, 6, 0, 0, 0, 0, 0, 0, 192, 0, 2, 1,
	0, 0, 1, 187, 0, 0, 0, 1, 0, 0, 0, 1, 0x50, 0x10, 0xfa, 0xf0}

// sums are of the frame's header and, with the pseudo header, of its segment.
var sums = func() (s [2]uint32) {
	for i := 14; i < 34; i += 2 {
		s[0] += uint32(binary.BigEndian.Uint16(frame[i:]))
	}
	s[1] = 6 + 20 + uint32(binary.BigEndian.Uint16(frame[30:])) + uint32(binary.BigEndian.Uint16(frame[32:]))
	for i := 34; i < 54; i += 2 {
		s[1] += uint32(binary.BigEndian.Uint16(frame[i:]))
	}
	return s
}()

// number makes b the frame of a flow: no two of the first 1<<32 have address and port in common.
func number(b []byte, flow uint32) {
	address, port := 10<<24|flow&0xffffff, uint16(1024+flow>>24)
	binary.BigEndian.PutUint32(b[sourceAt:], address)
	binary.BigEndian.PutUint16(b[portAt:], port)
	half := address>>16 + address&0xffff
	binary.BigEndian.PutUint16(b[14+10:], check(sums[0]+half))
	binary.BigEndian.PutUint16(b[34+16:], check(sums[1]+half+uint32(port)))
}

func check(sum uint32) uint16 {
	sum = sum>>16 + sum&0xffff
	return ^uint16(sum>>16 + sum)
}

// Write streams the capture, with times in nanoseconds.
func (t traffic) Write(w io.Writer) error {
	out := bufio.NewWriterSize(w, 1<<18)
	header := [24]byte{0x4d, 0x3c, 0xb2, 0xa1, 2, 0, 4, 0, 18: 4, 20: 1}
	out.Write(header[:])
	var record [recordHeader + frameLength]byte
	copy(record[recordHeader:], frame[:])
	binary.LittleEndian.PutUint32(record[8:], frameLength)
	binary.LittleEndian.PutUint32(record[12:], frameLength)
	n := newNumbers(t)
	for i := range t.packets {
		at := begin*int64(1e9) + int64(i)*t.gap
		binary.LittleEndian.PutUint32(record[0:], uint32(at/1e9))
		binary.LittleEndian.PutUint32(record[4:], uint32(at%1e9))
		number(record[recordHeader:], n.next())
		if _, err := out.Write(record[:]); err != nil {
			return err
		}
	}
	return out.Flush()
}

// numbers says which flow has the next packet.
type numbers struct {
	traffic
	i      int
	random uint64
	// alive are the flows by place, where they give way, and born how many there were.
	alive []uint32
	born  uint32
}

func newNumbers(t traffic) *numbers {
	n := &numbers{traffic: t, random: 0x9e3779b97f4a7c15}
	if t.renew > 1 {
		n.alive = make([]uint32, t.flows)
	}
	return n
}

func (n *numbers) next() uint32 {
	i := n.i
	n.i++
	switch {
	case n.renew == 1:
		return uint32(i)
	case i < n.flows:
		if n.alive != nil {
			n.alive[i] = uint32(i)
		}
		n.born = uint32(i) + 1
		return uint32(i)
	}
	place := n.draw()
	if n.alive == nil {
		return uint32(place)
	}
	if i%n.renew == 0 {
		n.alive[place] = n.born
		n.born++
	}
	return n.alive[place]
}

// draw returns a place in no order (xorshift64).
func (n *numbers) draw() int {
	n.random ^= n.random << 13
	n.random ^= n.random >> 7
	n.random ^= n.random << 17
	return int(n.random >> 32 * uint64(n.flows) >> 32)
}
