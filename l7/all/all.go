// Package all lists every protocol that comes with nfstream, one line a family.
//
// A program is built without a family by the tag nfstream_no_NAME, with the family's name.
package all

import (
	"slices"
	"sync"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/dns"
	"github.com/nfstream/nfstream-go/l7/http"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/quic"
	"github.com/nfstream/nfstream-go/l7/ssh"
	"github.com/nfstream/nfstream-go/l7/tls"
	"github.com/nfstream/nfstream-go/l7/tor"
)

// Protos returns the protocols in the order in which they are tried, which is also the order of their columns.
func Protos() []l7.Proto {
	return slices.Concat(
		http.Protos(),
		tls.Protos(),
		quic.Protos(),
		dns.Protos(),
		ssh.Protos(),
		families(),
	)
}

// Columns returns the columns of all protocols, each once. What they show is documented where they are declared.
var Columns = sync.OnceValue(func() (columns []*metadata.Column) {
	seen := map[string]bool{}
	for _, p := range Protos() {
		for _, c := range p.Columns {
			if !seen[c.Name] {
				seen[c.Name] = true
				columns = append(columns, c)
			}
		}
	}
	return columns
})

// LabelClassifiers returns what tells the applications that protocols carry, in the order in which they are asked.
func LabelClassifiers() []l7.LabelClassifier {
	return []l7.LabelClassifier{tor.ClassifyLabels, l7.ByCatalogue}
}
