package dns_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/dns"
	"github.com/nfstream/nfstream-go/l7/l7test"
)

// The certificate of Avast's Secure DNS is asked for in letters of either case.
func TestAvastSecureDNS(t *testing.T) {
	for name, want := range map[string]categories.ID{
		"\x012\x09sEcureDNS\x05aVAst\x03com\x00": categories.AVASTSecureDNS, "\x012\x09sEcureDNS\x05aVAst\x03org\x00": categories.DNS,
	} {
		k := l7test.NewTalk(l7.NewEngine(l7.Compile(dns.Protos()), l7.Limits{UDP: 8}), l7.UDP, 40000, 443)
		k.Say(0, []byte("\x48\xc4\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00"+name+"\x00\x10\x00\x01"))
		k.End()
		require.Equal(t, want, k.Flow.Protocol)
	}
}
