package arrow

import (
	"errors"
	"math"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/nfstream/nfstream-go/column"
	"github.com/nfstream/nfstream-go/flow"
)

// offsetBytes is what a text, an index or a list takes besides its values.
const offsetBytes = 4

var errLong = errors.New("the texts of one batch are longer than 2 GiB")

// ends are the offsets of texts or lists: 0 and the end of each.
type ends []int32

func (e *ends) add(n int) {
	if len(*e) == 0 {
		*e = append(*e, 0)
	}
	*e = append(*e, int32(n))
}

func (e *ends) buffer() *memory.Buffer {
	if len(*e) == 0 {
		*e = append(*e, 0)
	}
	return memory.NewBufferBytes(arrow.GetBytes(*e))
}

// texts holds a column of texts.
type texts struct {
	validity
	c     *column.Column
	ends  ends
	bytes []byte
}

func (x *texts) add(f *flow.Flow) int {
	at := len(x.bytes)
	all, observed := x.c.AppendObserved(x.bytes, f)
	if x.bytes = all; len(all) > math.MaxInt32 {
		return x.fail(errLong)
	}
	if observed && len(all) > at {
		x.has()
	} else {
		x.none()
	}
	x.ends.add(len(all))
	return len(all) - at + offsetBytes
}

func (x *texts) data() *array.Data { return utf8Data(x.n, x.nulls, x.buffer(), &x.ends, x.bytes) }

// utf8Data returns texts as Arrow has them.
func utf8Data(n, nulls int, valid *memory.Buffer, ends *ends, bytes []byte) *array.Data {
	return array.NewData(arrow.BinaryTypes.String, n, []*memory.Buffer{valid, ends.buffer(), memory.NewBufferBytes(bytes)},
		nil, nulls, 0)
}

func (x *texts) reset() {
	x.clear()
	x.ends, x.bytes = x.ends[:0], x.bytes[:0]
}

// maxKnown is the number of texts that a terms remembers from one batch to the next.
const maxKnown = 1 << 14

// terms holds a column of texts that repeat, as indices into a dictionary of the batch.
type terms struct {
	validity
	c       *column.Column
	indices []int32
	known   map[string]int32 // places in places
	places  []place
	batch   uint32 // its number
	text    []byte // of one flow

	// The dictionary of the batch, in memory of its own: the library compares the next one with it.
	count int32
	ends  ends
	bytes []byte
}

// place is where a known text is in the dictionary of a batch.
type place struct {
	batch uint32
	index int32
}

func (x *terms) add(f *flow.Flow) int {
	text, observed := x.c.AppendObserved(x.text[:0], f)
	if x.text = text; !observed || len(text) == 0 {
		x.none()
		x.indices = append(x.indices, 0)
		return offsetBytes
	}
	at, known := x.known[string(text)]
	if !known {
		at = int32(len(x.places))
		x.known[string(text)] = at
		x.places = append(x.places, place{batch: x.batch - 1})
	}
	p, more := &x.places[at], 0
	if p.batch != x.batch {
		if *p = (place{x.batch, x.count}); len(x.bytes)+len(text) > math.MaxInt32 {
			return x.fail(errLong)
		}
		x.count++
		x.bytes = append(x.bytes, text...)
		x.ends.add(len(x.bytes))
		more = len(text) + offsetBytes
	}
	x.has()
	x.indices = append(x.indices, p.index)
	return more + offsetBytes
}

func (x *terms) data() *array.Data {
	dictionary := utf8Data(int(x.count), 0, nil, &x.ends, x.bytes)
	defer dictionary.Release()
	return array.NewDataWithDictionary(dictionaryType, x.n,
		[]*memory.Buffer{x.buffer(), memory.NewBufferBytes(arrow.GetBytes(x.indices))}, x.nulls, 0, dictionary)
}

func (x *terms) reset() {
	x.clear()
	x.indices = x.indices[:0]
	x.batch++
	x.count, x.ends, x.bytes = 0, nil, nil
	if len(x.places) > maxKnown {
		x.known, x.places = map[string]int32{}, nil
	}
}

func newTerms(c *column.Column) *terms { return &terms{c: c, known: map[string]int32{}, batch: 1} }
