package db

import "encoding/binary"

// operation is a command of the binary protocol: the bytes of extras of a request, whether it has a key and a value, and
// what the answer to a granted one holds.
type operation struct {
	name       string
	extras     uint8
	key, value bool
	answer     answer
}

// answer is the content of an answer after its header.
type answer uint8

const (
	empty   answer = iota
	any4           // four bytes of extras, and perhaps a key and a value
	any0           // perhaps a key and a value
	counter        // eight bytes
)

// operations are the commands of the binary protocol by their code. Those that are silent have the name of the others.
var operations = [0x23]operation{
	opGet: {"get", 0, true, false, any4}, 0x01: {"set", 8, true, true, empty}, 0x02: {"add", 8, true, true, empty},
	0x03: {"replace", 8, true, true, empty}, 0x04: {"delete", 0, true, false, empty}, 0x05: {"incr", 20, true, false, counter},
	0x06: {"decr", 20, true, false, counter}, 0x07: {"quit", 0, false, false, empty}, opFlush: {"flush_all", 4, false, false, empty},
	0x09: {"get", 0, true, false, any4}, 0x0a: {"noop", 0, false, false, empty}, opVersion: {"version", 0, false, false, any0},
	0x0c: {"get", 0, true, false, any4}, 0x0d: {"get", 0, true, false, any4}, 0x0e: {"append", 0, true, true, empty},
	0x0f: {"prepend", 0, true, true, empty}, opStat: {"stats", 0, true, false, any0}, 0x11: {"set", 8, true, true, empty},
	0x12: {"add", 8, true, true, empty}, 0x13: {"replace", 8, true, true, empty}, 0x14: {"delete", 0, true, false, empty},
	0x15: {"incr", 20, true, false, counter}, 0x16: {"decr", 20, true, false, counter}, 0x17: {"quit", 0, false, false, empty},
	0x18: {"flush_all", 4, false, false, empty}, 0x19: {"append", 0, true, true, empty}, 0x1a: {"prepend", 0, true, true, empty},
	0x1b: {"verbosity", 4, false, false, empty}, 0x1c: {"touch", 4, true, false, empty}, 0x1d: {"gat", 4, true, false, any4},
	0x1e: {"gat", 4, true, false, any4}, 0x20: {"sasl_list", 0, false, false, any0}, 0x21: {"sasl_auth", 0, true, true, any0},
	0x22: {"sasl_step", 0, true, true, any0},
}

// Codes of operations.
const opGet, opFlush, opVersion, opStat = 0x00, 0x08, 0x0b, 0x10

// binaryEvidence rates a header: magic, operation, length of the key, of the extras, data type, and a virtual bucket
// or a status; the length of the body, which they are part of, an opaque value and a version of the item.
func binaryEvidence(b []byte) evidence {
	switch {
	case !mayBeHeader(b):
		return none
	case len(b) < memcachedHeader:
		return part
	}
	op, key, extras := operationOf(b[1]), int64(binary.BigEndian.Uint16(b[2:])), int64(b[4])
	state, body := binary.BigEndian.Uint16(b[6:]), int64(binary.BigEndian.Uint32(b[8:]))
	value := body - key - extras
	granted := b[0] == 0x80 && state < 1<<10 && (extras == int64(op.extras) || b[1] == opFlush && extras == 0) &&
		(value == 0 || value > 0 && op.value) && ((key > 0) == op.key || b[1] == opStat)
	if b[0] == 0x81 {
		granted = op.answers(state, key, extras, value)
	}
	if !granted || body > memcachedValue {
		return none
	}
	return certain
}

// answers reports whether an answer has what one to the operation has. One that is refused has a text.
func (op *operation) answers(status uint16, key, extras, value int64) bool {
	const longestText, firstRare, lastRare = 128, 0x81, 0x86
	switch {
	case status != 0:
		return (status < 0x0a || status >= 0x20 && status < 0x26 || status >= firstRare && status <= lastRare) &&
			key == 0 && extras == 0 && value >= 0 && value <= longestText
	case op.answer == any4:
		return extras == 4 && value >= 0
	case op.answer == any0:
		return extras == 0 && value >= 0 && value <= longestText
	case op.answer == counter:
		return extras == 0 && key == 0 && value == 8
	}
	return extras == 0 && key == 0 && value == 0
}

// mayBeHeader reports whether b, which holds at least the start of a header, has only values that a header may have.
func mayBeHeader(b []byte) bool {
	return b[0] <= 0x81 && (len(b) < 2 || operationOf(b[1]) != nil) && (len(b) < 3 || b[2] == 0) &&
		(len(b) < 4 || b[3] <= memcachedKey) && (len(b) < 6 || b[5] == 0)
}

// operationOf returns the operation of a code, nil for none.
func operationOf(code byte) *operation {
	if int(code) >= len(operations) || operations[code].name == "" {
		return nil
	}
	return &operations[code]
}
