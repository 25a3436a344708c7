package dns_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7/dns"
)

func FuzzMessage(f *testing.F) {
	f.Add(reply(f))
	f.Add(query(f, "www.example.com."))
	f.Add(pointers(3))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := dns.Parse(data)
		if err != nil {
			require.False(t, dns.Plausible(data))
			return
		}
		oracle(t, data)
		for q := m.EachQuestion(); q.Next(); {
			require.LessOrEqual(t, len(q.Name.String()), 4*dns.MaxName)
		}
		r := m.EachRecord()
		count := 0
		for ; r.Next(); count++ {
			require.LessOrEqual(t, len(r.Name.String()), 4*dns.MaxName)
			r.Addr()
			if target, ok := r.Target(); ok {
				require.NotEmpty(t, target.String())
			}
		}
		require.LessOrEqual(t, count, m.Records())
		if e, ok := m.EDNS(); ok {
			for o := e.EachOption(); o.Next(); {
				require.LessOrEqual(t, len(o.Data), len(e.Data))
			}
		}
		if dns.Plausible(data) {
			require.True(t, r.OK())
		}
	})
}

func FuzzStream(f *testing.F) {
	f.Add(framed(query(f, "a.example."), reply(f)), uint8(3))
	f.Add([]byte{0, 0, 0, 1, 2}, uint8(1))
	f.Fuzz(func(t *testing.T, data []byte, size uint8) {
		want, got := split(data, len(data)+1), split(data, int(size)+1)
		require.Equal(t, len(want), len(got))
		for i := range want {
			require.True(t, bytes.Equal(want[i], got[i]))
		}
	})
}
