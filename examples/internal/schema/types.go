package schema

import (
	"slices"
	"strings"

	"github.com/nfstream/nfstream-go"
)

// Width is the size of a type of integers that holds the values of a column.
type Width struct {
	Bits     int
	Unsigned bool
}

// WidthOf returns the size of a column of integers, or of lists of them.
func WidthOf(c *nfstream.Column) Width {
	switch {
	case c.Name == "version" || c.Name == "protocol" || c.Name == "application_confidence":
		return Width{8, true}
	case strings.HasSuffix(c.Name, "_port") || c.Name == "vlan_id" || c.Name == "http_status":
		return Width{16, true}
	case c.Type == nfstream.IntList: // the padding of lists is -1
		return Width{64, false}
	case c.Name == "id" || c.Unit == "packets" || c.Unit == "bytes":
		return Width{64, true}
	}
	return Width{64, false}
}

// Repeats reports whether a column's texts are few, so that a dictionary of them is small.
func Repeats(c *nfstream.Column) bool {
	return c.Group == "label" || strings.HasPrefix(c.Name, "tls_version") || slices.Contains(repeating, c.Name)
}

var repeating = strings.Fields(`application_name category_name tls_cipher tls_alpn http_method dns_query_type as_name
	risks risk_severity end_reason requested_server_name user_agent ja4_client`)
