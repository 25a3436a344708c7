//go:build !nfstream_no_chat

package chat

import (
	"net/netip"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// i3dNetworks are those of i3D.net, which hosts servers of calls and games. The one network is that of the servers seen.
var i3dNetworks = [...]netip.Prefix{netip.MustParsePrefix("213.163.64.0/19")}

// hostedByI3D names a call by i3D.net where the server is in one of its networks.
func hostedByI3D(c *l7.Ctx) {
	_, dst := c.Addresses()
	for _, network := range i3dNetworks {
		if network.Contains(dst.Unmap()) {
			c.SetProtocol(categories.I3D)
		}
	}
}
