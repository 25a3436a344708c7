//go:build !nfstream_no_files

package files_test

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/files"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

func TestUsersAndFiles(t *testing.T) {
	k := l7test.NewTalk(newEngine(), l7.TCP, 40000, 21)
	k.Turns("", "220 (vsFTPd)\r\n", "user anonymous\r\n", "331 go on\r\n")
	require.Equal(t, "anonymous", metadata.Get[files.FTP](k.Metadata).User)
	k = l7test.NewTalk(newEngine(), l7.UDP, 40000, 69)
	k.Say(0, []byte("\x00\x01a/b.c\x00octet\x00"))
	require.Equal(t, "a/b.c", metadata.Get[files.TFTP](k.Metadata).File)
}

// The addresses are those of the text, as the packets of a Talk have none.
func TestDataConnectionsAreExpected(t *testing.T) {
	for line, want := range map[string]string{
		"227 Entering Passive Mode (192,0,2,1,4,1).\r\n": "192.0.2.1:1025", "227 =192,0,2,1,4,1\r\n": "192.0.2.1:1025",
		"PORT 192,0,2,2,255,255\r\n": "192.0.2.2:65535", "EPRT |1|192.0.2.3|6275|\r\n": "192.0.2.3:6275",
		"eprt |2|2001:db8::1|5282|\r\n": "[2001:db8::1]:5282", "229 Entering Extended Passive Mode (|||6446|)\r\n": "",
		"PORT 192,0,2,2,256,1\r\n": "", "PORT 192,0,2,2\r\n": "", "227 no\r\n": "", "EPRT |1|192.0.2.3|\r\n": "",
		"PORT 192,0,2,2,0,0\r\n": "",
	} {
		e := newEngine()
		k := l7test.NewTalk(e, l7.TCP, 40000, 21)
		k.Turns("", "220 (vsFTPd)\r\n", "USER a\r\n")
		k.Say(1, []byte(line))
		var got []l7.Expectation
		for _, x := range e.Expected() {
			if x.Addr.Is4() || x.Addr.Is6() {
				got = append(got, x)
			}
		}
		if want == "" {
			require.Empty(t, got, line)
			continue
		}
		require.Len(t, got, 1, line)
		require.Equal(t, netip.MustParseAddrPort(want), netip.AddrPortFrom(got[0].Addr, got[0].Port), line)
		require.Equal(t, categories.FTPData, got[0].Protocol)
		require.Equal(t, l7.TCP, got[0].On)
	}
}
