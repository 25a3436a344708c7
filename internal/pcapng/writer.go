// Package pcapng writes capture files of the format pcapng (draft-ietf-opsawg-pcapng), with comments on packets.
//
// It writes what gopacket's pcapgo.NgWriter would, to the byte, which its tests hold; that would add 1.6 MB to a program, as
// it links all of gopacket's layers.
package pcapng

import (
	"bufio"
	"encoding/binary"
	"io"
	"math"

	"github.com/nfstream/nfstream-go/packet"
)

// Types of blocks and options (sections 3.5 and 4).
const (
	sectionHeader  = 0x0a0d0d0a
	interfaceBlock = 1
	packetBlock    = 6
	byteOrderMagic = 0x1a2b3c4d

	optionEnd         = 0
	optionComment     = 1
	optionResolution  = 9 // if_tsresol
	optionApplication = 4 // shb_userappl

	nanoseconds = 9 // of if_tsresol: 10 to the power of -9
	maxComment  = 1<<16 - 1
)

// Writer writes one section, with one interface for each link type that a packet has. Times are in nanoseconds.
type Writer struct {
	w     *bufio.Writer
	links []packet.LinkType
	block []byte // that is being made
	err   error
}

// NewWriter returns a Writer of a file that names the program it is of. Errors of w are returned by the methods, from the
// first on, and by Flush.
func NewWriter(w io.Writer, application string) *Writer {
	p := &Writer{w: bufio.NewWriterSize(w, 1<<16)}
	p.begin(sectionHeader)
	p.uint32(byteOrderMagic)
	p.uint32(1) // version 1.0
	p.uint32(math.MaxUint32)
	p.uint32(math.MaxUint32) // the length of the section is not known
	p.option(optionApplication, application)
	p.end(application != "")
	return p
}

// Packet is one to write.
type Packet struct {
	Data    []byte
	Time    int64  // nanoseconds since 1970; before that there is none, and 0 is written
	Length  uint32 // bytes on the wire, at least len(Data)
	Link    packet.LinkType
	Comment string // empty for none; at most 65,535 bytes are written
}

// Write writes a packet.
func (p *Writer) Write(packet *Packet) error {
	number := p.interfaceOf(packet.Link)
	p.begin(packetBlock)
	p.uint32(uint32(number))
	t := uint64(max(packet.Time, 0))
	p.uint32(uint32(t >> 32))
	p.uint32(uint32(t))
	p.uint32(uint32(len(packet.Data)))
	p.uint32(max(packet.Length, uint32(len(packet.Data))))
	p.block = append(p.block, packet.Data...)
	p.pad()
	if packet.Comment != "" {
		p.option(optionComment, packet.Comment[:min(len(packet.Comment), maxComment)])
	}
	p.end(packet.Comment != "")
	return p.err
}

// interfaceOf returns the number of the interface of a link type, which it describes before its first packet.
func (p *Writer) interfaceOf(link packet.LinkType) int {
	for i, l := range p.links {
		if l == link {
			return i
		}
	}
	p.links = append(p.links, link)
	p.begin(interfaceBlock)
	p.uint32(uint32(link))
	p.uint32(0) // no limit of what is captured of a packet
	p.option(optionResolution, string([]byte{nanoseconds}))
	p.end(true)
	return len(p.links) - 1
}

// Flush hands on what has been written.
func (p *Writer) Flush() error {
	if p.err == nil {
		p.err = p.w.Flush()
	}
	return p.err
}

func (p *Writer) begin(kind uint32) {
	p.block = p.block[:0]
	p.uint32(kind)
	p.uint32(0) // the length, for end
}

func (p *Writer) uint32(v uint32) { p.block = binary.LittleEndian.AppendUint32(p.block, v) }

// option adds an option with a value that is not empty.
func (p *Writer) option(code uint16, value string) {
	if value == "" {
		return
	}
	p.block = binary.LittleEndian.AppendUint16(p.block, code)
	p.block = binary.LittleEndian.AppendUint16(p.block, uint16(len(value)))
	p.block = append(p.block, value...)
	p.pad()
}

func (p *Writer) pad() {
	for len(p.block)%4 != 0 {
		p.block = append(p.block, 0)
	}
}

// end writes the block, behind the end of its options if it has any.
func (p *Writer) end(options bool) {
	if options {
		p.uint32(optionEnd)
	}
	size := uint32(len(p.block) + 4)
	p.uint32(size)
	binary.LittleEndian.PutUint32(p.block[4:], size)
	if p.err == nil {
		_, p.err = p.w.Write(p.block)
	}
}
