package kafka

import (
	"time"

	"github.com/nfstream/nfstream-go/column"
	"github.com/nfstream/nfstream-go/flow"
)

// Absent reports whether nothing was observed.
func (c *protoColumn) Absent(f *flow.Flow) bool {
	switch c.Type {
	case column.Float:
		return c.Float(f) == -1
	case column.Text, column.Time:
		return c.Text(f) == ""
	}
	return false
}

// Nanos returns nanoseconds.
func (c *protoColumn) Nanos(f *flow.Flow) int64 {
	if c.Type == column.Time {
		t, err := time.Parse(time.RFC3339Nano, c.Text(f))
		if err != nil {
			t, _ = time.Parse(time.DateTime, c.Text(f))
		}
		return t.UnixNano()
	}
	return c.Int(f)
}
