// Package schema says of the columns of rows what a database wants to know of them, for the examples that make tables.
//
// Rows for databases have their times by RFC 3339 (TimeISO) and nothing where nothing was observed (Empty).
package schema

import (
	"context"
	"io"
	"slices"
	"strings"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture"
)

// Time is the column that databases divide and sort rows by. It is in every row.
const Time = "bidirectional_first_seen_ms"

// Fields are the columns of the examples, as in examples/fields.
var Fields = strings.Fields(`id bidirectional_first_seen_ms bidirectional_last_seen_ms bidirectional_duration_ms
	version protocol vlan_id src_ip src_port dst_ip dst_port
	bidirectional_packets bidirectional_raw_bytes src2dst_packets src2dst_raw_bytes dst2src_packets dst2src_raw_bytes
	application_name category_name application_confidence requested_server_name user_agent
	tls_version tls_cipher tls_alpn ja4_client http_method http_status dns_query_type dns_reply_code
	dns_response_addresses as_number as_name risks risk_score risk_severity risk_details end_reason community_id`)

// Config returns the settings of rows for databases.
func Config(fields []string) nfstream.Config {
	return nfstream.Config{Fields: fields, TimeFormat: nfstream.TimeISO, Null: nfstream.Empty}
}

// Columns returns the columns of rows.
func Columns(config nfstream.Config) ([]*nfstream.Column, error) {
	s, err := nfstream.New(nothing{}, config)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	return s.Columns(), nil
}

// nothing is a source without packets.
type nothing struct{}

func (nothing) Next(context.Context, *capture.Batch) error { return io.EOF }
func (nothing) Stats() capture.Stats                       { return capture.Stats{} }
func (nothing) Close() error                               { return nil }

// Always reports whether a column has a value in every row, so that it need not be nullable.
func Always(c *nfstream.Column) bool {
	switch c.Type {
	case nfstream.Float, nfstream.Millis:
		return c.Name == "bidirectional_duration_ms"
	case nfstream.Time:
		return c.Name == Time || c.Name == "bidirectional_last_seen_ms"
	case nfstream.Int:
		return c.Group == "default" || c.Name == "vlan_id" || c.Name == "application_confidence"
	}
	return Address(c)
}

// Address reports whether a column is one of the flow's two addresses, of IPv4 or IPv6.
func Address(c *nfstream.Column) bool { return c.Name == "src_ip" || c.Name == "dst_ip" }

// Separator returns what separates the elements of a text that shows a list, and nothing for other columns.
func Separator(c *nfstream.Column) string {
	switch {
	case !c.TextList():
		return ""
	case slices.Contains([]string{"risks", "risk_details"}, c.Name):
		return ";"
	}
	return ","
}
