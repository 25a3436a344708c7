package wire

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestReadsInNetworkOrder(t *testing.T) {
	c := NewCursor([]byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18})
	require.EqualValues(t, 1, c.Uint8())
	require.EqualValues(t, 0x0203, c.Uint16())
	require.EqualValues(t, 0x040506, c.Uint24())
	require.EqualValues(t, 0x0708090a, c.Uint32())
	require.Equal(t, uint64(0x0b0c0d0e0f101112), c.Uint64())
	require.True(t, c.OK())
	require.Zero(t, c.Len())
}

func TestFailureSticks(t *testing.T) {
	c := NewCursor([]byte{1, 2})
	require.Zero(t, c.Uint32())
	require.False(t, c.OK())
	require.Zero(t, c.Uint8(), "a read behind a failure yields nothing, though a byte was there")
	require.Zero(t, c.Len())
	require.Empty(t, c.Rest())
	require.Nil(t, c.Bytes(-1))
}

func TestBlocksStayWithinTheirLength(t *testing.T) {
	c := NewCursor([]byte{2, 0xaa, 0xbb, 0, 1, 0xcc, 0, 0, 9, 0xdd})
	b := c.Block8()
	require.EqualValues(t, 0xaabb, b.Uint16())
	require.Zero(t, b.Uint8())
	require.False(t, b.OK())
	require.True(t, c.OK(), "a failure inside a block stays there")
	b = c.Block16()
	require.Equal(t, []byte{0xcc}, b.Rest())
	b = c.Block24()
	require.False(t, b.OK(), "nine bytes announced, one there")
	require.False(t, c.OK())
}

func FuzzCursor(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4}, []byte{0, 1, 2, 3})
	f.Fuzz(func(t *testing.T, data, reads []byte) {
		c := NewCursor(data)
		for _, r := range reads {
			before := c.Len()
			switch r % 6 {
			case 0:
				c.Uint8()
			case 1:
				c.Uint16()
			case 2:
				c.Uint24()
			case 3:
				c.Uint64()
			case 4:
				b := c.Block16()
				require.LessOrEqual(t, b.Len(), before)
			case 5:
				c.Skip(int(r))
			}
			require.LessOrEqual(t, c.Len(), before)
			require.Equal(t, len(data), c.Offset()+c.Len())
		}
	})
}

func TestSkipZeros(t *testing.T) {
	for zeros := range 40 {
		for rest := range 3 {
			data := append(make([]byte, 1+zeros), bytes.Repeat([]byte{7}, rest)...)
			c := NewCursor(data)
			c.Skip(1)
			c.SkipZeros()
			require.Equal(t, 1+zeros, c.Offset())
			require.True(t, c.OK())
		}
	}
}
