package live

import (
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/require"
)

// controlMessage builds a control message for words of the given size.
func controlMessage(word int, level, kind uint32, data ...byte) []byte {
	n := word + 8 + len(data)
	b := make([]byte, (n+word-1)/word*word)
	putWord(b, word, uint64(n))
	binary.NativeEndian.PutUint32(b[word:], level)
	binary.NativeEndian.PutUint32(b[word+4:], kind)
	copy(b[word+8:], data)
	return b
}

func putWord(b []byte, word int, v uint64) {
	if word == 4 {
		binary.NativeEndian.PutUint32(b, uint32(v))
		return
	}
	binary.NativeEndian.PutUint64(b, v)
}

func controlSample(word int) []byte {
	moment := make([]byte, 2*word)
	putWord(moment, word, 1_700_000_000)
	putWord(moment[word:], word, 123)
	aux := make([]byte, 0, auxDataSize)
	for _, v := range []uint32{statusVLAN | statusVLANProto, 1500, 96} {
		aux = binary.NativeEndian.AppendUint32(aux, v)
	}
	for _, v := range []uint16{0, 14, 5, 0x88a8} {
		aux = binary.NativeEndian.AppendUint16(aux, v)
	}
	b := controlMessage(word, 1, 999, 1, 2, 3)
	b = append(b, controlMessage(word, levelSocket, typeTimestampNS, moment...)...)
	return append(b, controlMessage(word, levelPacket, typeAuxData, aux...)...)
}

func TestControlMessages(t *testing.T) {
	for _, word := range []int{4, 8} {
		b := controlSample(word)
		want := ancillary{time: 1_700_000_000_000_000_123, length: 1500, status: statusVLAN | statusVLANProto, net: 14,
			tci: 5, tpid: 0x88a8}
		require.Equal(t, want, readControl(b, word))
		for n := range b {
			readControl(b[:n], word)
		}
		require.Zero(t, readControl(controlMessage(word, levelSocket, typeTimestampNS, 1), word))
		require.Zero(t, readControl(make([]byte, 64), word))
	}
}

func FuzzControl(f *testing.F) {
	f.Add(controlSample(4), true)
	f.Add(controlSample(8), false)
	f.Fuzz(func(t *testing.T, b []byte, small bool) {
		word := 8
		if small {
			word = 4
		}
		readControl(b, word)
	})
}
