//go:build !tiny

package cli

import (
	"github.com/nfstream/nfstream-go/internal/output"
	"github.com/nfstream/nfstream-go/sink/ipfix"
)

// Formats of collectors.
const (
	formatIPFIX    = "ipfix"
	formatNetFlow9 = "netflow9"
)

// collectors are the targets that every program but a tiny one has.
func collectors() []Target {
	return []Target{{
		Schemes: []string{"ipfix", "ipfix+tcp"},
		Formats: []string{formatIPFIX, formatNetFlow9},
		Check:   ipfix.Check,
		Open: func(url string, rows Rows) (output.SinkCloser, error) {
			return ipfix.Open(url, rows.Columns, ipfix.Options{Live: rows.Live, V9: rows.Format == formatNetFlow9, Warn: rows.Warn})
		},
	}}
}
