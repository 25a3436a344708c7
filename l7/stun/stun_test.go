package stun_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/stun"
)

const (
	transaction = "123456789012"
	binding     = "\x00\x01\x00\x00\x21\x12\xa4\x42" + transaction
	success     = "\x01\x01\x00\x10\x21\x12\xa4\x42" + transaction + "\x80\x22\x00\x03abc\x00\x00\x06\x00\x01d\x00\x00\x00"
	classic     = "\x01\x01\x00\x0cabcd" + transaction + "\x00\x01\x00\x08\x00\x01\x12\x34\xc0\x00\x02\x01"
)

func TestParse(t *testing.T) {
	var m stun.Message
	require.NoError(t, m.Parse([]byte(success)))
	require.True(t, m.Cookie)
	require.Equal(t, uint16(0x101), m.Type)
	kind, value, ok := m.Attributes.Next()
	require.True(t, ok)
	require.Equal(t, "abc", string(value))
	require.Equal(t, uint16(0x8022), kind)
	_, value, ok = m.Attributes.Next()
	require.True(t, ok)
	require.Equal(t, "d", string(value))
	_, _, ok = m.Attributes.Next()
	require.False(t, ok)
	require.True(t, m.Attributes.Whole())
	for _, text := range []string{"", binding[:19], "\x40" + binding[1:], "\x00\x01\x00\x03" + binding[4:]} {
		require.ErrorIs(t, m.Parse([]byte(text)), stun.ErrMalformed, "%q", text)
		require.Zero(t, m)
	}
}

func newEngine() *l7.Engine {
	return l7.NewEngine(l7.Compile(stun.Protos()), l7.Limits{TCP: 8, UDP: 8})
}

func TestFlows(t *testing.T) {
	for _, text := range []string{binding, success, classic} {
		k := l7test.NewTalk(newEngine(), l7.UDP, 40000, 40001)
		k.Turns("something else", text)
		require.Equal(t, categories.STUN, k.Flow.Protocol, "%q", text)
	}
	for _, text := range []string{binding, success, "\x00\x14" + binding} {
		k := l7test.NewTalk(newEngine(), l7.TCP, 40000, 40001)
		k.Turns(text)
		require.Equal(t, categories.STUN, k.Flow.Protocol, "%q", text)
	}
	for _, text := range []string{
		"\x01\x01\x00\x0cabcd" + transaction + "\x00\x01\x00\x08\x00\x03\x12\x34\xc0\x00\x02\x01", "\x00\x01\x00\x04abcd" + transaction + "\x71\x00\x00\x00",
		"\x00\x01\x00\x00\x21\x12\xa4\x42", classic + "more",
	} {
		k := l7test.NewTalk(newEngine(), l7.UDP, 40000, 40001)
		k.Turns(text)
		k.End()
		require.Zero(t, k.Flow.Protocol, "%q", text)
	}
}

func FuzzMessage(f *testing.F) {
	for _, text := range []string{binding, success, classic} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var m stun.Message
		if m.Parse(b) != nil {
			return
		}
		for read := 0; ; {
			_, value, ok := m.Attributes.Next()
			if !ok {
				break
			}
			read += len(value) + 4
			require.LessOrEqual(t, read, len(b))
		}
	})
}

func FuzzFlow(f *testing.F) {
	l7test.Fuzzing{Protos: stun.Protos(), Port: stun.Port}.Flow(f, [2]string{binding, success}, [2]string{classic, ""})
}
