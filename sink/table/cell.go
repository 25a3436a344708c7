package table

import (
	"strconv"
	"strings"
	"time"

	"github.com/nfstream/nfstream-go/column"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/internal/cells"
)

// cell is a column of the table. It may combine two columns of rows.
type cell struct {
	title  string
	column *column.Column
	port   *column.Column // port of an address, or nil
	right  bool           // numbers are aligned to the right
	wanted bool           // omitted last
	spare  bool           // omitted in favour of a wanted one

	// Widths in cells: the minimum, one that is enough for most values, and the maximum.
	least, good, most int
	width             int

	// show returns the text of a cell, in the scratch space of v.
	show func(v *values, c *cell, f *flow.Flow) []byte
}

// toCells converts columns to cells. An address and the port after it become one cell.
func toCells(columns []*column.Column) []cell {
	var all []cell
	for i := 0; i < len(columns); i++ {
		if i+1 < len(columns) && isEndpoint(columns[i], columns[i+1]) {
			all = append(all, endpointCell(columns[i], columns[i+1]))
			i++
			continue
		}
		all = append(all, toCell(columns[i]))
	}
	return all
}

func isEndpoint(address, port *column.Column) bool {
	end, ok := strings.CutSuffix(address.Name, "_ip")
	return ok && port.Name == end+"_port" && address.Type == column.Text
}

// Widths of an IPv4 address without and with a port. These are never truncated.
const (
	addressIPv4  = len("255.255.255.255")
	endpointIPv4 = len("255.255.255.255:65535")
)

func endpointCell(address, port *column.Column) cell {
	title := "SOURCE"
	if address.Name == "dst_ip" {
		title = "DESTINATION"
	}
	return cell{title: title, column: address, port: port, least: endpointIPv4, good: endpointIPv4, most: 47, show: showEndpoint}
}

// titles are shorter titles of columns.
var titles = map[string]string{
	"bidirectional_first_seen_ms": "START", "bidirectional_duration_ms": "TIME", "protocol": "PROTO",
	"bidirectional_packets": "PKTS", "bidirectional_raw_bytes": "BYTES", "application_name": "APPLICATION",
	"category_name": "CATEGORY", "requested_server_name": "SERVER NAME",
}

// toCell uses the column's name only if its type is the usual one: an anonymized column is a text.
func toCell(c *column.Column) cell {
	k := kindOf(c)
	k.column, k.title = c, titles[c.Name]
	if k.title == "" {
		k.title = c.Name
		k.good = max(k.good, min(len(c.Name), 16))
		k.most = max(k.most, len(c.Name))
	}
	return k
}

func kindOf(c *column.Column) cell {
	name := c.Name
	switch {
	case (c.Type == column.Millis || c.Type == column.Time) && strings.HasSuffix(name, "_seen_ms"):
		return cell{spare: true, least: 8, good: 8, most: 12, show: showTime}
	case c.Type == column.Millis && strings.HasSuffix(name, "_duration_ms"):
		return cell{spare: true, right: true, least: 6, good: 6, most: 6, show: showDuration}
	case c.Type == column.Int && strings.HasSuffix(name, "_bytes"):
		return cell{right: true, least: 7, good: 7, most: 7, show: showBytes}
	case c.Type == column.Int && strings.HasSuffix(name, "_packets"):
		return cell{right: true, least: 5, good: 5, most: 5, show: showCount}
	case c.Type == column.Int && name == "protocol":
		return cell{least: 5, good: 5, most: 5, show: showProtocol}
	case c.Type == column.Int:
		return cell{right: true, least: 5, good: 8, most: 8, show: showText}
	case c.Type == column.Millis, c.Type == column.Float:
		return cell{right: true, least: 8, good: 10, most: 14, show: showText}
	}
	switch name {
	case "category_name":
		return cell{least: 8, good: 10, most: 20, show: showText}
	case "application_name":
		return cell{wanted: true, least: 11, good: 16, most: 32, show: showText}
	case "src_ip", "dst_ip":
		return cell{least: addressIPv4, good: addressIPv4, most: 39, show: showText}
	}
	return cell{least: 11, good: 16, most: 100, show: showText}
}

func showText(v *values, c *cell, f *flow.Flow) []byte { return c.column.AppendText(v.text[:0], f) }

func showBytes(v *values, c *cell, f *flow.Flow) []byte {
	return cells.Bytes(v.text[:0], uint64(max(c.column.Int(f), 0)))
}

func showCount(v *values, c *cell, f *flow.Flow) []byte {
	return cells.Count(v.text[:0], uint64(max(c.column.Int(f), 0)))
}

func showProtocol(v *values, c *cell, f *flow.Flow) []byte {
	return cells.Protocol(v.text[:0], uint8(c.column.Int(f)))
}

func showDuration(v *values, c *cell, f *flow.Flow) []byte {
	return cells.Duration(v.text[:0], time.Duration(c.column.Int(f)))
}

// showTime formats the time of the day, with milliseconds if they fit, and nothing for a missing time.
func showTime(v *values, c *cell, f *flow.Flow) []byte {
	ns := c.column.Int(f)
	if ns == 0 {
		return v.text[:0]
	}
	format := "15:04:05"
	if c.width >= len("15:04:05.000") {
		format = "15:04:05.000"
	}
	return time.Unix(ns/1e9, ns%1e9).In(v.zone).AppendFormat(v.text[:0], format)
}

// showEndpoint formats an address with its port, if there is one.
func showEndpoint(v *values, c *cell, f *flow.Flow) []byte {
	v.address = c.column.AppendText(v.address[:0], f)
	v.port = v.port[:0]
	if c.port.Type != column.Int {
		v.port = c.port.AppendText(append(v.port, ':'), f)
	} else if port := c.port.Int(f); port != 0 {
		v.port = strconv.AppendInt(append(v.port, ':'), port, 10)
	}
	return cells.Endpoint(v.text[:0], v.address, v.port, c.width)
}
