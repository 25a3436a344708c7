package l7

import "encoding/binary"

// MaxScratch is the most that Proto.Scratch may be.
const MaxScratch = 64

// scratchIndex is how many bytes name the protocol of an area of scratch.
const scratchIndex = 2

// scratch returns a protocol's state of a flow that is being inspected, which it makes at the first call.
func (e *Engine) scratch(f *Flow, proto int) []byte {
	x, n := e.extras(e.states[f.state-1]), e.tables.protos[proto].Scratch
	at := e.tables.firsts
	for at < len(x.own) {
		of := int(binary.LittleEndian.Uint16(x.own[at:]))
		if at += scratchIndex; of == proto {
			return x.own[at : at+n : at+n]
		}
		at += e.tables.protos[of].Scratch
	}
	x.grow(at + scratchIndex + n)
	binary.LittleEndian.PutUint16(x.own[at:], uint16(proto))
	at += scratchIndex
	return x.own[at : at+n : at+n]
}

// grow makes own so many bytes long. New ones are zero.
func (x *extras) grow(n int) {
	if n > cap(x.own) {
		const unit = 16 // sizes of small objects are multiples of it
		x.own = append(make([]byte, 0, (n+unit-1)&^(unit-1)), x.own...)
	}
	x.own = x.own[:n]
}

// dropScratch removes the scratch of all protocols. The first payloads stay, in so many bytes.
func (x *extras) dropScratch(firsts int) {
	if len(x.own) > firsts {
		clear(x.own[firsts:])
		x.own = x.own[:firsts]
	}
}
