package nfstream_test

import (
	"fmt"

	"github.com/nfstream/nfstream-go"
)

// interArrival is a plug-in that keeps the time since a flow's packet before, for other plug-ins to use. The column is
// volatile, and so not in the rows.
type interArrival struct{}

func (interArrival) Columns() []nfstream.Column {
	return []nfstream.Column{
		{Name: "iat", Type: nfstream.Millis, Volatile: true},
		{Name: "latest", Type: nfstream.Millis, Volatile: true},
	}
}

func (interArrival) Open(schema *nfstream.Schema) (nfstream.Hooks, error) {
	iat, latest := schema.Int("iat"), schema.Int("latest")
	return nfstream.Hooks{
		Init: func(p *nfstream.Packet, f *nfstream.Flow) { latest.Set(f, p.Time) },
		Update: func(p *nfstream.Packet, f *nfstream.Flow) {
			iat.Set(f, max(p.Time-latest.Get(f), 0))
			latest.Set(f, max(p.Time, latest.Get(f)))
		},
	}, nil
}

// maximumInterArrival is a plug-in on top of interArrival, which comes before it.
type maximumInterArrival struct{}

func (maximumInterArrival) Columns() []nfstream.Column {
	return []nfstream.Column{{Name: "maximum_iat_ms", Type: nfstream.Millis, Doc: "longest time between two packets"}}
}

func (maximumInterArrival) Open(schema *nfstream.Schema) (nfstream.Hooks, error) {
	iat, longest := schema.Int("iat"), schema.Int("maximum_iat_ms")
	return nfstream.Hooks{Update: func(_ *nfstream.Packet, f *nfstream.Flow) {
		longest.Set(f, max(longest.Get(f), iat.Get(f)))
	}}, nil
}

// A plug-in reads what another one keeps by the column's name. Plug-ins are called in the order they are given in.
func ExampleSchema() {
	s, err := nfstream.New(&replay{browsing}, nfstream.Config{
		Plugins: []nfstream.Plugin{interArrival{}, maximumInterArrival{}},
		Fields:  []string{"dst_port", "plugins"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	printRows(s)
	// Output:
	// dst_port 443, maximum_iat_ms 805.000
	// dst_port 80, maximum_iat_ms 20.000
}
