//go:build tiny

package dns

import "github.com/nfstream/nfstream-go/l7/metadata"

// mdnsSession reads a flow of mDNS as one of DNS. A tiny build does not list services.
type mdnsSession struct{ session }

func mdnsColumns() []*metadata.Column { return columns() }
