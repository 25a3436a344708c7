package column

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flow"
)

const groupFirst = "first_packet"

// firstPacketColumns are kept only if one of them is asked for.
func firstPacketColumns() []Column {
	return []Column{
		termColumn("fpc_application_name", "what the flow is by its first packet: by its payload, else by a name that DNS resolved "+
			"to its address, else by its addresses, else by its ports", func(dst []byte, f *flow.Flow) []byte {
			is, _ := f.FirstPacket()
			return categories.AppendName(dst, is.Master(), is.App())
		}),
		intColumn("fpc_confidence", u8, "as application_confidence, of fpc_application_name: 6 by the payload, 5 by a resolved name, "+
			"7 by address, 1 by port, 9 by a rule of the user", func(f *flow.Flow) int64 {
			is, _ := f.FirstPacket()
			return int64(is.Confidence)
		}),
	}
}
