package output

import (
	"time"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/internal/record"
)

// flowAt returns a flow of one packet.
func flowAt(at time.Time) *nfstream.Flow {
	f := new(nfstream.Flow)
	r := f.Record(record.Access{})
	*r = record.Record{Core: &record.Core{}}
	p := &nfstream.Packet{Time: at.UnixNano(), WireLength: 60, IPLength: 46}
	r.Start(p, 0, p.Time)
	r.Count(p, 0, p.Time)
	return f
}
