package risks

import (
	"net/netip"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/risk"
)

// operator is who runs an application on networks of its own, 0 for others.
type operator uint8

const (
	google operator = 1 + iota
	meta
	apple
	microsoft
	amazon
	akamai
)

// operatorOf returns the operator of an application, or of an address.
func operatorOf(id categories.ID) operator {
	switch id {
	case categories.Google, categories.GoogleServices, categories.GoogleCloud, categories.YouTube:
		return google
	case categories.Facebook, categories.Instagram, categories.WhatsApp:
		return meta
	case categories.Apple, categories.AppleiCloud:
		return apple
	case categories.Microsoft, categories.Microsoft365, categories.Azure, categories.Teams, categories.Outlook, categories.MSOneDrive:
		return microsoft
	case categories.AmazonAWS, categories.AWSCloudfront, categories.AWSEC2, categories.AWSS3, categories.Amazon:
		return amazon
	case categories.Akamai:
		return akamai
	}
	return 0
}

// ownNetworks reports whether all of an application is on networks of its operator.
func ownNetworks(id categories.ID) bool {
	switch id {
	case categories.Google, categories.Facebook, categories.Apple, categories.Microsoft365, categories.Azure, categories.Teams,
		categories.Outlook, categories.AmazonAWS, categories.AWSCloudfront:
		return true
	}
	return false
}

func addressMismatch(f *flow.Flow, r *Reporter) {
	is := f.Label()
	switch is.Protocol {
	case categories.SOCKS, categories.HTTPConnect, categories.HTTPProxy, categories.HAProxy:
		return // the address is that of the proxy
	}
	if !is.Recognised() || !ownNetworks(is.Application) || f.ServerName() == "" || groupAddress(f.Dst().Addr()) {
		return
	}
	server := f.Dst().Addr()
	app := operatorOf(is.Application)
	for _, a := range [...]netip.Addr{server, f.Src().Addr()} {
		switch operatorOf(categories.ByAddress(a)) {
		case app:
			return
		case akamai:
			if app == apple {
				return
			}
		}
	}
	r.Add(risk.AddressMismatch, is.Application.Name()+" at "+server.String())
}
