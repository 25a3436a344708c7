package parquet

import (
	"strings"
	"time"

	"github.com/nfstream/nfstream-go/column"
	"github.com/nfstream/nfstream-go/flow"
)

// PLACEHOLDERS until package column has them.

func absent(c *column.Column, f *flow.Flow) bool {
	switch c.Type {
	case column.Time:
		return c.Text(f) == ""
	case column.Int, column.Millis:
		return c.Int(f) == -1
	case column.Float:
		return c.Float(f) == -1
	}
	return false
}

type width struct {
	Bits     uint8
	Unsigned bool
}

func widthOf(c *column.Column) width {
	return width{64, false}
}

func repeats(c *column.Column) bool {
	return strings.HasSuffix(c.Name, "_name") || strings.Contains(c.Name, "oui") || strings.Contains(c.Name, "reason")
}

func moment(c *column.Column) bool { return strings.HasSuffix(c.Name, "_seen_ms") }

func nanos(c *column.Column, f *flow.Flow) int64 {
	if c.Type == column.Time {
		t, _ := time.Parse(time.RFC3339Nano, c.Text(f))
		return t.UnixNano()
	}
	return c.Int(f)
}

func textList(c *column.Column) bool { return false }
