package frames_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7/frames"
)

// form is a length of one byte, which counts itself, and 0 is no message.
var form = frames.Form{Keep: 4, Length: func(b []byte) int {
	switch {
	case len(b) == 0:
		return 0
	case b[0] == 0:
		return -1
	}
	return int(b[0])
}}

func TestReader(t *testing.T) {
	for _, c := range []struct {
		stream string
		want   []string
		ok     bool
	}{
		{"", nil, true}, {"\x01\x01", []string{"\x01", "\x01"}, true}, {"\x03ab\x02c", []string{"\x03ab", "\x02c"}, true},
		{"\x06abcde\x02f", []string{"\x06abc", "\x02f"}, true}, {"\x04abc\x04de", []string{"\x04abc"}, true},
		{"\x02a\x00b", []string{"\x02a"}, false}, {"\x09abcdefgh", []string{"\x09abc"}, true},
	} {
		for size := 1; size <= 16; size++ {
			var r frames.Reader
			var got []string
			ok := true
			for data := []byte(c.stream); len(data) > 0 && ok; {
				part := data[:min(size, len(data))]
				data = data[len(part):]
				for len(part) > 0 && ok {
					var message []byte
					if message, part, ok = r.Next(&form, part); message != nil {
						got = append(got, string(message))
					}
				}
			}
			require.Equal(t, c.want, got, "%q by %d", c.stream, size)
			require.Equal(t, c.ok, ok, "%q by %d", c.stream, size)
			r.Reset()
			message, _, _ := r.Next(&form, []byte("\x02z"))
			require.Equal(t, "\x02z", string(message))
		}
	}
}
