package ipfix

import (
	_ "embed"
	"encoding/binary"
	"strings"
	"time"

	"github.com/nfstream/nfstream-go/column"
	"github.com/nfstream/nfstream-go/flow"
)

// ownNames are the columns by the numbers of our own elements: the first line is number 1. A line never moves.
//
//go:embed numbers.txt
var ownNames string

// firstOther is the first number for columns that numbers.txt does not list, such as those of plug-ins.
const firstOther = 16384

// numbers are the numbers of other columns that are taken.
type numbers map[uint16]bool

// of returns the number of a column. One that is not listed has a number from firstOther on, by the FNV-1a hash of its name,
// or the next that is free.
func (n *numbers) of(name string) uint16 {
	if at := strings.Index("\n"+ownNames, "\n"+name+"\n"); at >= 0 {
		return uint16(1 + strings.Count(ownNames[:at], "\n"))
	}
	hash := uint32(2166136261)
	for i := range len(name) {
		hash = (hash ^ uint32(name[i])) * 16777619
	}
	id := firstOther + uint16(hash%firstOther)
	for (*n)[id] {
		id = firstOther + (id-firstOther+1)%firstOther
	}
	if *n == nil {
		*n = numbers{}
	}
	(*n)[id] = true
	return id
}

// Units by IANA's registry.
const (
	unitOctets       = 2
	unitPackets      = 3
	unitMilliseconds = 6
	unitNanoseconds  = 8
)

// own returns our own element for a column.
func (s *selection) own(c *column.Column) element {
	e := element{enterprise: s.enterprise, id: s.numbers.of(c.Name), name: c.Name, unit: unitOf(c.Unit)}
	switch {
	case c.Pseudonym():
		e.kind, e.put = text, ofText(c)
	case c.Moment() && c.Resolution() == time.Second:
		e.kind, e.put = milliseconds, ofSeconds(c)
	case c.Moment():
		e.kind, e.put = nanoseconds, ofMoment(c)
	case c.Type == column.Int:
		e.kind = kindOf(c.Width())
		e.put = ofInt(c, e.kind)
	case c.Type == column.Millis:
		e.kind, e.put = signed64, ofInt(c, signed64)
	case c.Type == column.Float:
		e.kind, e.put = float64s, ofFloat(c)
	default:
		e.kind, e.put = text, ofText(c)
	}
	switch {
	case e.kind == text || c.Moment():
		e.unit = 0
	case c.Type == column.Millis:
		e.unit = unitNanoseconds
	}
	e.length = sizes[e.kind]
	return e
}

// kindOf returns a signed type for integers of a type, which also has the -1 that stands for none.
func kindOf(w column.Width) dataType {
	switch {
	case w.Bits == 8 && !w.Unsigned:
		return signed8
	case w.Bits == 8 || w.Bits == 16 && !w.Unsigned:
		return signed16
	case w.Bits == 16 || w.Bits == 32 && !w.Unsigned:
		return signed32
	}
	return signed64
}

// ofMoment returns what puts a point in time, zeros for none.
//
//go:noinline
func ofMoment(c *column.Column) put {
	return func(dst []byte, f *flow.Flow, _ int, _ *Exporter) []byte {
		if c.Absent(f) {
			return append(dst, 0, 0, 0, 0, 0, 0, 0, 0)
		}
		return appendNTP(dst, c.Nanos(f))
	}
}

// ofSeconds returns what puts a point in time of whole seconds, in milliseconds since the Unix epoch, 0 for none.
//
//go:noinline
func ofSeconds(c *column.Column) put {
	return func(dst []byte, f *flow.Flow, _ int, _ *Exporter) []byte {
		if c.Absent(f) {
			return append(dst, 0, 0, 0, 0, 0, 0, 0, 0)
		}
		return binary.BigEndian.AppendUint64(dst, uint64(c.Seconds(f))*1000)
	}
}

// unitOf returns the number of a column's unit.
func unitOf(unit string) uint8 {
	switch unit {
	case "bytes":
		return unitOctets
	case "packets":
		return unitPackets
	case "ms":
		return unitMilliseconds
	case "ns":
		return unitNanoseconds
	}
	return 0
}

// typesTemplate is the options template that describes elements (RFC 5610, section 3.9): privateEnterpriseNumber (346) and
// informationElementId (303) as scope, informationElementDataType (339), informationElementSemantics (344),
// informationElementUnits (345) and informationElementName (341).
func typesTemplate() template {
	t := newTemplate(idTypes, []element{
		{id: 346, length: 4}, {id: 303, length: 2}, {id: 339, length: 1}, {id: 344, length: 1}, {id: 345, length: 2},
		{id: 341, length: variable},
	})
	t.scope = 2
	return t
}

// appendType appends the record that describes an element.
func appendType(dst []byte, e *element) []byte {
	dst = binary.BigEndian.AppendUint32(dst, e.enterprise)
	dst = binary.BigEndian.AppendUint16(dst, e.id)
	semantics := byte(0) // default
	if e.unit != 0 {
		semantics = 1 // quantity
	}
	dst = append(dst, byte(e.kind), semantics, 0, e.unit, 0)
	at := len(dst)
	return lengthOf(append(dst, e.name...), at)
}
