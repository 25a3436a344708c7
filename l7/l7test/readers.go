package l7test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Course is what a reader of a stream comes upon: the events it tells of, the one that it stopped with, and the bytes
// it left unread.
type Course[E any] struct {
	Events []string
	End    E
	Left   string
}

// Follow feeds a stream in parts of a size to a reader, whose method Next is given. Of an event that the reader goes on
// after, tell returns a text.
func Follow[E any](data []byte, size int, next func([]byte) ([]byte, E), tell func(E) (string, bool)) (c Course[E]) {
	for len(data) > 0 {
		part := data[:min(size, len(data))]
		data = data[len(part):]
		for {
			rest, e := next(part)
			text, on := tell(e)
			if !on {
				c.End, c.Left = e, c.Left+string(rest)
				break
			}
			c.Events = append(c.Events, text)
			part = rest
		}
	}
	return c
}

// maxPart bounds the sizes of parts that CheckSplits tries.
const maxPart = 600

// CheckSplits returns the course of a stream, and fails where it depends on how the stream is split into parts.
func CheckSplits[E any](t testing.TB, name string, data []byte, follow func([]byte, int) Course[E]) Course[E] {
	t.Helper()
	whole := follow(data, len(data))
	for size := 1; size < min(len(data), maxPart); size++ {
		require.Equal(t, whole, follow(data, size), "%s in parts of %d", name, size)
	}
	return whole
}
