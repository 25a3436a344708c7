//go:build !nfstream_no_industrial

package industrial

import (
	"encoding/binary"
	"strconv"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/frames"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/wire"
)

// S7 is what was read of S7 communication.
type S7 struct {
	_ metadata.Uncompared

	Type, Function uint8 // of the first message that does not set up communication, if there is one
}

func s7Columns() []*metadata.Column {
	return metadata.IntColumns(`s7comm_type 8 type of the first message: 1 job, 2 and 3 answers, 7 user data
s7comm_function 8 first function other than to set up communication (240), such as 4: read, 5: write`, func(m *S7, i int) int64 {
		return [...]int64{int64(m.Type), int64(m.Function)}[i]
	})
}

// s7Dialogue reads messages in TPKT up to the first function of interest.
var s7Dialogue = &frames.Dialogue{
	Form: frames.Form{Keep: 64, Length: func(b []byte) int {
		switch {
		case len(b) > 0 && b[0] != 3:
			return -1
		case len(b) < tpktHeader:
			return 0
		case b[2] == 0 && b[3] < tpktHeader+3:
			return -1
		}
		return int(binary.BigEndian.Uint16(b[2:]))
	}},
	Read: func(c *l7.Ctx, b []byte) (done bool) {
		const setup, answer = 0xf0, 2
		d, v := tpktData(b)
		if v != l7.Match || len(d) < 10 || d[0] != 0x32 {
			return false
		}
		m, parameters := l7.Record[S7](c), d[10:]
		if d[1]&^1 == answer {
			parameters = parameters[min(len(parameters), 2):]
		}
		if m.Type = d[1]; len(parameters) > 0 {
			m.Function = parameters[0]
		}
		return m.Function != setup
	},
}

// BACnet is what was read of BACnet.
type BACnet struct {
	_ metadata.Uncompared

	Type, Service uint8
	Object        string // type and instance, such as 8:1234
}

func bacnetColumns() []*metadata.Column {
	type record = *BACnet
	return []*metadata.Column{
		metadata.Int("bacnet_type", "type of the first message: 0 a request with an answer, 1 one without, and answers",
			func(m record) int64 { return int64(m.Type) }).Unsigned(8),
		metadata.Int("bacnet_service", "service of the first message", func(m record) int64 { return int64(m.Service) }).Unsigned(8),
		metadata.Text("bacnet_object", "type and instance of the first object, such as 8:1234, a device",
			func(m record) string { return m.Object }),
	}
}

// readBACnet reads the network layer and the start of the application layer (ANSI/ASHRAE 135, clauses 6.2 and 20.1).
func readBACnet(c *l7.Ctx) {
	r := wire.NewCursor(c.Data)
	r.Skip(1)
	function := r.Uint8()
	if r.Skip(2); function == 4 { // forwarded
		r.Skip(6)
	} else if function < 9 || function > 11 {
		return
	}
	r.Skip(1)
	control := r.Uint8()
	if control&0x20 != 0 { // destination
		r.Skip(2)
		r.Block8()
	}
	if control&0x08 != 0 { // source
		r.Skip(2)
		r.Block8()
	}
	if control&0x20 != 0 {
		r.Skip(1)
	}
	kind := r.Uint8()
	const confirmed, unconfirmed, complexAnswer, segmentReceived = 0, 1, 3, 4
	switch kind >> 4 {
	case confirmed: // segments, identifier
		r.Skip(2)
	case unconfirmed:
	default: // identifier
		r.Skip(1)
	}
	if kind>>4 == confirmed || kind>>4 == complexAnswer {
		r.Skip(int(kind >> 2 & 2)) // of a segment: its number, and a window
	}
	service := r.Uint8()
	if !r.OK() || control&0x80 != 0 || kind>>4 == segmentReceived { // the first is a message of the network layer
		return
	}
	m := l7.Record[BACnet](c)
	m.Type, m.Service = kind>>4, service
	if tag := r.Uint8(); tag == 0x0c || tag == 0xc4 { // an object, by its context or application tag
		if object := r.Uint32(); r.OK() {
			m.Object = strconv.FormatUint(uint64(object>>22), 10) + ":" + strconv.FormatUint(uint64(object&(1<<22-1)), 10)
		}
	}
}
