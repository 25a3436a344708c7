package kafka

import (
	"fmt"
	"math"

	"google.golang.org/protobuf/encoding/protowire"

	"github.com/nfstream/nfstream-go/column"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/internal/rows"
)

// protoEncoder writes messages of the type nfstream.Flow of flow.proto.
type protoEncoder struct {
	columns []protoColumn
	values  values
	other   []byte // storage for the value of an entry of others
}

// protoColumn is a column and where its values go.
type protoColumn struct {
	*column.Column
	kind  kind
	field protowire.Number // 0 for an entry of others
	name  []byte           // of the entry
}

// values appends the values of columns, and keeps storage for them.
type values struct {
	text  []byte
	ints  []int64
	nums  []float64
	texts []string
}

func newProtoEncoder(columns []*column.Column) (*protoEncoder, error) {
	known, err := registry()
	if err != nil {
		return nil, err
	}
	type key struct {
		name string
		kind kind
	}
	numbers := map[key]int{}
	for _, r := range known {
		numbers[key{r.name, r.kind}] = r.number
	}
	e := &protoEncoder{}
	for _, c := range columns {
		k := kindOf(c)
		if k == 0 {
			return nil, fmt.Errorf("kafka: %s has no form in Protobuf", c.Name)
		}
		p := protoColumn{Column: c, kind: k, name: []byte(c.Name)}
		if c.Group != column.PluginGroup {
			p.field = protowire.Number(numbers[key{c.Name, k}])
		}
		e.columns = append(e.columns, p)
	}
	return e, nil
}

func (e *protoEncoder) append(dst []byte, f *flow.Flow) ([]byte, error) {
	for i := range e.columns {
		c := &e.columns[i]
		switch {
		case !e.values.observe(c, f):
		case c.field != 0:
			dst = e.values.append(dst, c, c.field, f)
		default:
			e.other = e.values.append(e.other[:0], c, protowire.Number(c.kind), f)
			dst = appendEntry(dst, c.name, e.other)
		}
	}
	return dst, nil
}

// observe reports whether there is a value. It is in v then if it is a text or texts.
func (v *values) observe(c *protoColumn, f *flow.Flow) bool {
	switch c.kind {
	case word:
		v.text, _ = c.AppendObserved(v.text[:0], f)
		return len(v.text) > 0
	case words:
		v.texts = c.Texts(v.texts[:0], f)
		return len(v.texts) > 0
	}
	return !c.Absent(f)
}

// appendEntry appends an entry of the map others (Protocol Buffers, "Maps": a message of key and value).
func appendEntry(dst, name, value []byte) []byte {
	size := protowire.SizeTag(1) + protowire.SizeBytes(len(name)) + protowire.SizeTag(2) + protowire.SizeBytes(len(value))
	dst = protowire.AppendTag(dst, othersNumber, protowire.BytesType)
	dst = protowire.AppendVarint(dst, uint64(size))
	dst = protowire.AppendTag(dst, 1, protowire.BytesType)
	dst = protowire.AppendBytes(dst, name)
	dst = protowire.AppendTag(dst, 2, protowire.BytesType)
	return protowire.AppendBytes(dst, value)
}

// append appends the value of a column that observe has seen as a field. In an entry of others, lists are messages with the list as field 1.
func (v *values) append(dst []byte, c *protoColumn, field protowire.Number, f *flow.Flow) []byte {
	switch c.kind {
	case integer:
		return appendInteger(dst, field, c.Int(f))
	case nanoseconds:
		return appendInteger(dst, field, c.Nanos(f))
	case number:
		dst = protowire.AppendTag(dst, field, protowire.Fixed64Type)
		return protowire.AppendFixed64(dst, math.Float64bits(c.Float(f)))
	case word:
		return appendText(dst, field, v.text)
	case seconds:
		return appendInteger(dst, field, c.Seconds(f))
	}
	if c.field == 0 {
		v.text = v.list(v.text[:0], c, 1, f)
		return appendText(dst, field, v.text)
	}
	return v.list(dst, c, field, f)
}

func (v *values) list(dst []byte, c *protoColumn, field protowire.Number, f *flow.Flow) []byte {
	switch c.kind {
	case integers:
		v.ints = c.Ints(v.ints[:0], f)
		return appendIntegers(dst, field, v.ints)
	case numbers:
		v.nums = c.Floats(v.nums[:0], f)
		return appendNumbers(dst, field, v.nums)
	}
	for _, text := range v.texts {
		dst = protowire.AppendTag(dst, field, protowire.BytesType)
		dst = appendClean(dst, text)
	}
	return dst
}

func appendInteger(dst []byte, field protowire.Number, n int64) []byte {
	return protowire.AppendVarint(protowire.AppendTag(dst, field, protowire.VarintType), uint64(n))
}

func appendText(dst []byte, field protowire.Number, text []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(dst, field, protowire.BytesType), text)
}

// appendClean appends a text as rows show it, with its size.
func appendClean(dst []byte, text string) []byte {
	at := len(dst)
	dst = rows.Clean(append(dst, text...), at)
	size := len(dst) - at
	dst = protowire.AppendVarint(dst, uint64(size)) // to be moved before the text
	var head [10]byte
	n := copy(head[:], dst[at+size:])
	copy(dst[at+n:], dst[at:at+size])
	copy(dst[at:], head[:n])
	return dst
}

func appendIntegers(dst []byte, field protowire.Number, list []int64) []byte {
	size := 0
	for _, n := range list {
		size += protowire.SizeVarint(protowire.EncodeZigZag(n))
	}
	dst = protowire.AppendVarint(protowire.AppendTag(dst, field, protowire.BytesType), uint64(size))
	for _, n := range list {
		dst = protowire.AppendVarint(dst, protowire.EncodeZigZag(n))
	}
	return dst
}

func appendNumbers(dst []byte, field protowire.Number, list []float64) []byte {
	dst = protowire.AppendVarint(protowire.AppendTag(dst, field, protowire.BytesType), uint64(8*len(list)))
	for _, n := range list {
		dst = protowire.AppendFixed64(dst, math.Float64bits(n))
	}
	return dst
}
