package record

import (
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/packet"
)

func TestSizeOfSigns(t *testing.T) {
	require.LessOrEqual(t, unsafe.Sizeof(Signs{}), uintptr(40))
}

func TestChecksumOfICMP(t *testing.T) {
	message := []byte{8, 0, 0, 0, 0x12, 0x34, 0, 1, 'a', 'b', 'c'}
	p := packet.Packet{Data: message, End: uint32(len(message)), TransportLength: uint32(len(message))}
	whole := uint32(0x0800 + 0x1234 + 1 + 'a'<<8 + 'b' + 'c'<<8)
	whole = ^(whole>>16 + whole&0xffff) // RFC 1071
	message[2], message[3] = byte(whole>>8), byte(whole)
	require.False(t, badChecksum(&p))
	message[9]++
	require.True(t, badChecksum(&p))
	p.TransportLength++
	require.False(t, badChecksum(&p), "cut")
	var s Signs
	p.Key.Proto, p.TransportLength = protoICMP, uint32(len(message))
	s.Count(&p)
	require.True(t, s.BadChecksum)
}
