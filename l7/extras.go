package l7

import (
	"unsafe"

	"github.com/nfstream/nfstream-go/l7/metadata"
)

// extras is the part of a state that few flows need. It is made when the first of them does, and kept with the state.
type extras struct {
	undo      *undo // nil where no match may be taken back
	revocable bool  // the match of the open session may be
	wrongs    uint8 // matches taken back
	weak      int16 // the protocol of a weak match, counted from 1; 0 for none

	firstOf [2]uint8 // how many bytes there are of each direction's first payload
	// own begins with the first payloads of both directions, in Tables.firsts bytes; then comes, for each protocol that has
	// asked for it, its index in two bytes and its Proto.Scratch.
	own []byte
}

// undo is what a match that is taken back needs.
type undo struct {
	before Flow // what was known before the match of the open session
	labels *metadata.Set
	wrong  set // the protocols of matches taken back
}

func (x *extras) reset() {
	clear(x.own)
	if x.undo != nil {
		clear(x.undo.wrong)
		*x.undo = undo{wrong: x.undo.wrong}
	}
	*x = extras{undo: x.undo, own: x.own[:0]}
}

// bytes returns how much memory x takes.
func (x *extras) bytes() int {
	if x == nil {
		return 0
	}
	n := allocated(int(unsafe.Sizeof(*x))) + allocated(cap(x.own))
	if u := x.undo; u != nil {
		n += allocated(int(unsafe.Sizeof(*u))) + 8*cap(u.wrong) + u.labels.Bytes()
	}
	return n
}

// extras returns the extras of a state.
func (e *Engine) extras(s *state) *extras {
	if s.extras == nil {
		s.extras = new(extras)
	}
	return s.extras
}
