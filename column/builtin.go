package column

import (
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/internal/record"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

func labelColumns() []Column {
	return []Column{
		guessedColumn(), confidenceColumn(),
		termColumn("application_breed", "rating of the application, such as Safe, Acceptable or Dangerous",
			func(dst []byte, f *flow.Flow) []byte { return append(dst, f.Label().App().Breed().Name()...) }),
	}
}

func guessedColumn() Column {
	return intColumn("application_is_guessed", u8, "1 where the application is not known from the payload",
		func(f *flow.Flow) int64 {
			if f.Label().Guessed() {
				return 1
			}
			return 0
		})
}

const confidenceDoc = "0 unknown, 1 by port, 3 by partial inspection, 4 by that and a cache, " +
	"5 by a cache across flows, 6 by inspection, 7 by address, 8 by the shape of the payload, 9 by a rule of the user"

func confidenceColumn() Column {
	return intColumn("application_confidence", u8, confidenceDoc, func(f *flow.Flow) int64 { return int64(f.Label().Confidence) })
}

func namesColumns() []Column {
	return []Column{
		commonColumn("requested_server_name", "SNI, HTTP host, DNS name: whatever names the server",
			func(m *metadata.Set) string { return m.ServerName }),
		commonColumn("user_agent", "of HTTP and QUIC", func(m *metadata.Set) string { return m.UserAgent }),
	}
}

func endColumns() []Column {
	return []Column{
		termColumn("end_reason", "idle, active, end_of_capture, plugin, evicted or limit",
			func(dst []byte, f *flow.Flow) []byte { return append(dst, f.EndReason().String()...) }),
		gapsColumn(columnMissed, "gaps in the TCP sequence numbers of a direction that no later packet filled", (*record.Gaps).Missed),
		gapsColumn(columnOutOfOrder, "TCP packets that came late and filled a gap", (*record.Gaps).OutOfOrder),
		intColumn("partial_packets", i64, "packets in tunnels of which only a fragment was seen",
			func(f *flow.Flow) int64 { return int64(f.PartialPackets()) }),
	}
}

// The columns for which the gaps in streams are kept.
const (
	columnMissed     = "missed_packets"
	columnOutOfOrder = "out_of_order_packets"
)

func gapsColumn(name, doc string, get func(*record.Gaps) uint64) Column {
	return intColumn(name, i64, doc, func(f *flow.Flow) int64 {
		g := f.Record(record.Access{}).Gaps
		if g == nil {
			return 0
		}
		return int64(get(g))
	})
}
