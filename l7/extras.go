package l7

import (
	"unsafe"

	"github.com/nfstream/nfstream-go/l7/metadata"
)

// extras is the part of a state that few flows need. It is made when the first of them does, and kept with the state.
type extras struct {
	// What the open session found before its match, if the match may be taken back.
	before    Flow
	labels    *metadata.Set
	revocable bool

	weak   int16 // the protocol of a weak match, counted from 1; 0 for none
	wrongs uint8 // matches taken back
	wrong  set   // their protocols

	scratch []byte // see layout; empty where no probe has asked for it

	firsts  []byte   // the first payloads of both directions, one after the other
	firstOf [2]uint8 // how many bytes there are of each
}

func (x *extras) reset() {
	clear(x.wrong)
	x.dropScratch()
	*x = extras{wrong: x.wrong, scratch: x.scratch, firsts: x.firsts}
}

// bytes returns how much memory x takes.
func (x *extras) bytes() int {
	if x == nil {
		return 0
	}
	return allocated(int(unsafe.Sizeof(*x))) + 8*cap(x.wrong) + allocated(cap(x.scratch)) + allocated(cap(x.firsts)) +
		x.labels.Bytes()
}

// extras returns the extras of a state.
func (e *Engine) extras(s *state) *extras {
	if s.extras == nil {
		s.extras = new(extras)
	}
	return s.extras
}
