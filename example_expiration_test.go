package nfstream_test

import (
	"fmt"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/packet"
)

// closing is a plug-in that ends a flow of TCP when both ends have closed the connection, or one has reset it, instead
// of waiting for the idle timeout. The last ACK begins another flow.
type closing struct{}

// The expiration ids of the plug-in, which are any negative numbers.
const (
	byClose = -2
	byReset = -3
)

func (closing) Columns() []nfstream.Column {
	return []nfstream.Column{{Name: "fins", Type: nfstream.Int, Volatile: true}} // one bit a direction
}

func (closing) Open(schema *nfstream.Schema) (nfstream.Hooks, error) {
	fins := schema.Int("fins")
	look := func(p *nfstream.Packet, f *nfstream.Flow) {
		if p.Flags&packet.RST != 0 {
			f.Expire(byReset)
		}
		if p.Flags&packet.FIN != 0 {
			fins.Set(f, fins.Get(f)|1<<p.Direction)
		}
		if fins.Get(f) == 3 {
			f.Expire(byClose)
		}
	}
	return nfstream.Hooks{Init: look, Update: look}, nil
}

// A plug-in ends flows on a condition of its own, with an expiration id of its own.
func ExampleFlow_expire() {
	s, err := nfstream.New(&replay{browsing}, nfstream.Config{
		Plugins: []nfstream.Plugin{closing{}},
		Fields:  []string{"id", "dst_port", "bidirectional_packets", "expiration_id", "end_reason"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	printRows(s)
	// Output:
	// id 1, dst_port 80, bidirectional_packets 10, expiration_id -2, end_reason plugin
	// id 0, dst_port 443, bidirectional_packets 13, expiration_id -2, end_reason plugin
	// id 2, dst_port 80, bidirectional_packets 1, expiration_id 0, end_reason end_of_capture
}
