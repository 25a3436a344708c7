// Package all lists every protocol that comes with nfstream, one line a family.
package all

import (
	"slices"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/chat"
	"github.com/nfstream/nfstream-go/l7/dns"
	"github.com/nfstream/nfstream-go/l7/http"
	"github.com/nfstream/nfstream-go/l7/media"
	"github.com/nfstream/nfstream-go/l7/mining"
	"github.com/nfstream/nfstream-go/l7/network"
	"github.com/nfstream/nfstream-go/l7/p2p"
	"github.com/nfstream/nfstream-go/l7/proxy"
	"github.com/nfstream/nfstream-go/l7/quic"
	"github.com/nfstream/nfstream-go/l7/socks"
	"github.com/nfstream/nfstream-go/l7/ssdp"
	"github.com/nfstream/nfstream-go/l7/ssh"
	"github.com/nfstream/nfstream-go/l7/tls"
	"github.com/nfstream/nfstream-go/l7/tor"
	"github.com/nfstream/nfstream-go/l7/voip"
)

// Protos returns the protocols in the order in which they are tried.
func Protos() []l7.Proto {
	return slices.Concat(
		tls.Protos(),
		http.Protos(),
		quic.Protos(),
		dns.Protos(),
		ssh.Protos(),
		socks.Protos(),
		proxy.Protos(),
		ssdp.Protos(),
		network.Protos(),
		voip.Protos(),
		chat.Protos(),
		media.Protos(),
		p2p.Protos(),
		mining.Protos(),
	)
}

// LabelClassifiers returns what tells the applications that protocols carry, in the order in which they are asked.
func LabelClassifiers() []l7.LabelClassifier {
	return []l7.LabelClassifier{tor.ClassifyLabels, l7.ByCatalogue}
}
