//go:build !tiny

package all

import (
	"slices"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/chat"
	"github.com/nfstream/nfstream-go/l7/db"
	"github.com/nfstream/nfstream-go/l7/files"
	"github.com/nfstream/nfstream-go/l7/games"
	"github.com/nfstream/nfstream-go/l7/industrial"
	"github.com/nfstream/nfstream-go/l7/iot"
	"github.com/nfstream/nfstream-go/l7/mail"
	"github.com/nfstream/nfstream-go/l7/management"
	"github.com/nfstream/nfstream-go/l7/media"
	"github.com/nfstream/nfstream-go/l7/mining"
	"github.com/nfstream/nfstream-go/l7/network"
	"github.com/nfstream/nfstream-go/l7/p2p"
	"github.com/nfstream/nfstream-go/l7/product"
	"github.com/nfstream/nfstream-go/l7/proxy"
	"github.com/nfstream/nfstream-go/l7/remote"
	"github.com/nfstream/nfstream-go/l7/rpc"
	"github.com/nfstream/nfstream-go/l7/voip"
	"github.com/nfstream/nfstream-go/l7/vpn"
)

// Heuristics returns what recognises hidden protocols by the form of their payloads, to be appended to Protos if the user wants
// it.
func Heuristics() []l7.Proto { return proxy.Heuristics() }

// families returns the protocols of the families.
func families() []l7.Proto {
	return slices.Concat(
		proxy.Protos(),
		network.Protos(),
		vpn.Protos(),
		p2p.Protos(),
		management.Protos(),
		mail.Protos(),
		files.Protos(),
		rpc.Protos(),
		db.Protos(),
		remote.Protos(),
		games.Protos(),
		industrial.Protos(),
		iot.Protos(),
		product.Protos(),
		voip.Protos(),
		chat.Protos(),
		media.Protos(),
		mining.Protos(),
	)
}
