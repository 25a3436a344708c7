package ssh_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/ssh"
)

// side is what a side of a connection says.
type side struct {
	reader                 ssh.Reader
	banner, client, server string
}

func (s *side) add(data []byte) {
	for {
		rest, e := s.reader.Next(data)
		switch e {
		case ssh.IsBanner:
			s.banner = string(s.reader.Banner.Line)
		case ssh.IsKexInit:
			s.client, s.server = s.reader.KexInit.HASSH(), s.reader.KexInit.HASSHServer()
		default:
			return
		}
		data = rest
	}
}

func TestLabelsOverCorpus(t *testing.T) {
	flows := 0
	for _, name := range l7test.Captures(t) {
		all, sides := l7test.LabelsByFlow[inspection](t, name), map[l7test.Ends]*side{}
		l7test.InOrder(t, name, func(e l7test.Ends, data []byte) {
			if l, back := all[e], all[e.Reverse()]; l == nil && back == nil {
				return
			} else if (l == nil || l.NDPI.SSH == nil) && (back == nil || back.NDPI.SSH == nil) {
				require.False(t, len(data) > 20 && ssh.MaybeBanner(data), "%s: SSH labelled otherwise", name)
				return
			}
			if sides[e] == nil {
				sides[e] = &side{}
			}
			sides[e].add(data)
		})
		for e, l := range all {
			client, server := sides[e], sides[e.Reverse()]
			if want := l.NDPI.SSH; want != nil && client != nil && server != nil {
				require.Equal(t, []string{want.Client, want.Server}, []string{client.banner, server.banner}, name)
				require.Equal(t, strings.ToLower(want.HASSHClient), client.client)
				require.Equal(t, strings.ToLower(want.HASSHServer), server.server)
				flows++
			}
		}
	}
	t.Logf("%d flows agree", flows)
	require.GreaterOrEqual(t, flows, 5)
}
