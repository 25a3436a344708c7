//go:build !tiny

package record

import (
	"bytes"
	"math/rand/v2"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/packet"
)

func TestSizeOfContent(t *testing.T) {
	require.LessOrEqual(t, unsafe.Sizeof(Content{}), uintptr(16))
}

func TestEntropyOfBytes(t *testing.T) {
	all := make([]byte, 512)
	for i := range all {
		all[i] = byte(i)
	}
	for _, c := range []struct {
		bytes string
		want  uint16
	}{{"aaaa", 0}, {"abab", 1000}, {"a", 0}, {"abcd", 2000}, {string(all), 8000}, {"aab", 918}} {
		require.Equal(t, c.want, entropy([]byte(c.bytes)), "%.10q", c.bytes)
	}
}

// random returns bytes that a cipher may have made.
func random(n int) []byte {
	r, b := rand.New(rand.NewPCG(7, uint64(n))), make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

// The exemptions of Wu et al., each alone.
func TestFullyEncrypted(t *testing.T) {
	b := random(200)
	require.True(t, FullyEncrypted(b))
	require.False(t, FullyEncrypted(nil))
	require.False(t, FullyEncrypted(make([]byte, 200)), "few bits")
	require.False(t, FullyEncrypted(bytes.Repeat([]byte{0xff}, 200)), "many bits")
	require.False(t, FullyEncrypted(append([]byte("SSH-2."), b...)), "six printable")
	require.True(t, FullyEncrypted(append([]byte("SSH-2\x80"), b...)), "five printable")
	require.False(t, FullyEncrypted(append(bytes.Clone(b), bytes.Repeat([]byte("~zyxw"), 50)...)), "half is printable")
	require.False(t, FullyEncrypted(append(append(bytes.Clone(b), "\x80abcdefghijklmnopqrstu\x80"...), b...)), "21 in a row")
	require.True(t, FullyEncrypted(append(append(bytes.Clone(b), "\x80abcdefghijklmnopqrst\x80"...), b...)), "20 in a row")
	require.False(t, FullyEncrypted(append([]byte("\x16\x03\x01"), b...)), "TLS")
	require.False(t, FullyEncrypted(append([]byte("PUT \x00"), b...)), "HTTP")
}

// payload counts a packet with a payload.
func payload(c *Content, proto, dir uint8, b []byte) {
	p := packet.Packet{Data: b, End: uint32(len(b)), Direction: dir}
	p.Key.Proto = proto
	c.Count(&p)
}

func TestFirstPayloads(t *testing.T) {
	var c Content
	payload(&c, protoTCP, 0, nil)
	payload(&c, protoTCP, 0, []byte("ab"))
	payload(&c, protoTCP, 1, random(200))
	payload(&c, protoTCP, 0, []byte("\x7fELF"))
	payload(&c, protoTCP, 1, []byte("\x89PNG\r\n\x1a\n"))
	payload(&c, protoTCP, 0, []byte("#!/bin/sh"))
	require.Equal(t, [2]uint16{2, 200}, c.Length)
	require.EqualValues(t, 1000, c.Entropy[0])
	require.Equal(t, [2]bool{false, true}, c.Encrypted)
	require.Equal(t, "elf", c.Kind[0].String(), "a program may come later")
	require.Empty(t, c.Kind[1].String(), "a picture not")
	require.Equal(t, entropy([]byte("\x89PNG\r\n\x1a\n")), c.Sample)
	c = Content{}
	payload(&c, protoICMP, 0, []byte("abcd"))
	payload(&c, protoICMP, 0, []byte("aaaa"))
	require.EqualValues(t, 2000, c.Sample, "of ICMP the first")
}

func TestContentAllocatesNothing(t *testing.T) {
	b := random(1400)
	require.Zero(t, testing.AllocsPerRun(100, func() {
		var c Content
		payload(&c, protoTCP, 0, b)
		payload(&c, protoTCP, 1, b)
	}))
}
