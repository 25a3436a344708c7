package filter_test

import (
	"net"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/nfstream/nfstream-go/capture/filter"
	"github.com/nfstream/nfstream-go/packet"
)

// The kernel validates a program when it is attached, for any kind of socket.
func TestLinuxTakesLivePrograms(t *testing.T) {
	conn, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Skipf("needs a loopback interface: %v", err)
	}
	defer conn.Close()
	raw, err := conn.SyscallConn()
	require.NoError(t, err)
	taken := 0
	for _, link := range []packet.LinkType{packet.LinkEthernet, packet.LinkRaw, packet.LinkRadiotap} {
		for _, expression := range append(oracleExpressions, wirelessExpressions...) {
			p, err := filter.Compile(expression, link, filter.Live)
			if err != nil {
				continue
			}
			code := p.Instructions()
			sock := make([]unix.SockFilter, len(code))
			for i, in := range code {
				sock[i] = unix.SockFilter{Code: in.Op, Jt: in.Jt, Jf: in.Jf, K: in.K}
			}
			program := unix.SockFprog{Len: uint16(len(sock)), Filter: (*unix.SockFilter)(unsafe.Pointer(&sock[0]))}
			require.NoError(t, raw.Control(func(fd uintptr) {
				err = unix.SetsockoptSockFprog(int(fd), unix.SOL_SOCKET, unix.SO_ATTACH_FILTER, &program)
			}))
			require.NoError(t, err, "%s on %s: %v", expression, filter.LinkName(link), code)
			taken++
		}
	}
	require.Greater(t, taken, 500)
}
