// Package all lists every protocol that comes with nfstream, one line a family.
//
// A program is built without a family by the tag nfstream_no_NAME, with the family's name.
package all

import (
	"slices"
	"sync"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/chat"
	"github.com/nfstream/nfstream-go/l7/db"
	"github.com/nfstream/nfstream-go/l7/dns"
	"github.com/nfstream/nfstream-go/l7/files"
	"github.com/nfstream/nfstream-go/l7/games"
	"github.com/nfstream/nfstream-go/l7/http"
	"github.com/nfstream/nfstream-go/l7/industrial"
	"github.com/nfstream/nfstream-go/l7/iot"
	"github.com/nfstream/nfstream-go/l7/mail"
	"github.com/nfstream/nfstream-go/l7/management"
	"github.com/nfstream/nfstream-go/l7/media"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/mining"
	"github.com/nfstream/nfstream-go/l7/network"
	"github.com/nfstream/nfstream-go/l7/p2p"
	"github.com/nfstream/nfstream-go/l7/proxy"
	"github.com/nfstream/nfstream-go/l7/quic"
	"github.com/nfstream/nfstream-go/l7/remote"
	"github.com/nfstream/nfstream-go/l7/rpc"
	"github.com/nfstream/nfstream-go/l7/ssh"
	"github.com/nfstream/nfstream-go/l7/tls"
	"github.com/nfstream/nfstream-go/l7/tor"
	"github.com/nfstream/nfstream-go/l7/vendor"
	"github.com/nfstream/nfstream-go/l7/voip"
	"github.com/nfstream/nfstream-go/l7/vpn"
)

// Protos returns the protocols in the order in which they are tried, which is that of their columns too.
func Protos() []l7.Proto {
	return slices.Concat(
		http.Protos(),
		tls.Protos(),
		quic.Protos(),
		dns.Protos(),
		ssh.Protos(),
		proxy.Protos(),
		network.Protos(),
		management.Protos(),
		mail.Protos(),
		files.Protos(),
		rpc.Protos(),
		db.Protos(),
		remote.Protos(),
		vpn.Protos(),
		games.Protos(),
		industrial.Protos(),
		iot.Protos(),
		vendor.Protos(),
		voip.Protos(),
		chat.Protos(),
		media.Protos(),
		p2p.Protos(),
		mining.Protos(),
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
