package nfstream_test

import (
	"errors"
	"fmt"
	"net/netip"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/internal/corpus"
	"github.com/nfstream/nfstream-go/internal/record"
)

// labelOf is what a flow is: protocol, application, category and confidence.
func labelOf(f *nfstream.Flow) string {
	is := f.Label()
	return fmt.Sprint(is.Protocol.Name(), ".", is.Application.Name(), " ", is.Category(), " ", is.Confidence)
}

// checkExpire fails where an Expire hook sees another label than that of the row, and returns the labels of the rows.
func checkExpire(t *testing.T, open func(nfstream.Config) (*nfstream.Streamer, error), cfg nfstream.Config) map[string]int {
	t.Helper()
	seen, labels := map[uint64]string{}, map[string]int{}
	var lock sync.Mutex
	cfg.Plugins = []nfstream.Plugin{hooked(nfstream.Hooks{Expire: func(f *nfstream.Flow) {
		lock.Lock()
		defer lock.Unlock()
		seen[f.Record(record.Access{}).FirstSeq] = labelOf(f)
	}})}
	s, err := open(cfg)
	require.NoError(t, err)
	for f, err := range s.Flows(t.Context()) {
		if errors.Is(err, nfstream.ErrTruncated) {
			break
		}
		require.NoError(t, err)
		lock.Lock() // hooks of the next window run beside this loop
		hook := seen[f.Record(record.Access{}).FirstSeq]
		lock.Unlock()
		require.Equal(t, labelOf(f), hook, "%d workers", cfg.Workers)
		labels[labelOf(f)]++
	}
	return labels
}

// An Expire hook sees the label of the row, whether content, a rule, an expectation, an address or a port gave it.
func TestExpireHooksSeeTheLabelsOfRows(t *testing.T) {
	corpus.Whole(t, "rules")
	resolved := ipv4(0, resolverAddr, netip.AddrPortFrom(clientAddr, 5000), answer(t, "www.instagram.com", serverAddr, 600))
	frames := framesSource{resolved}
	for i, port := range []uint16{443, 22, 8080, 40000, 443} {
		at, client := time.Duration(1+i)*time.Second, netip.AddrPortFrom(clientAddr, uint16(1000+i))
		frames = append(frames, ipv4(at, client, netip.AddrPortFrom(serverAddr, port), nil))
	}
	for _, port := range []uint16{443, 22} {
		to := netip.AddrPortFrom(resolverAddr.Addr(), port) // to which no name was resolved
		frames = append(frames, ipv4(9*time.Second, netip.AddrPortFrom(clientAddr, 1100), to, nil))
	}
	rules := ruleFile(t, "Root Shop\n  category Shopping\n  ports tcp/8080\n")
	for _, workers := range []int{1, 3} {
		open := func(cfg nfstream.Config) (*nfstream.Streamer, error) {
			return nfstream.New(frames, cfg)
		}
		got := checkExpire(t, open, nfstream.Config{Workers: workers, Rules: []string{rules}})
		require.Equal(t, map[string]int{"DNS.Instagram SocialNetwork 6": 1, "Root Shop.Root Shop Shopping 9": 1,
			"SSH.Unknown RemoteAccess 1": 2, "TLS.Instagram SocialNetwork 5": 2, "TLS.Unknown Web 1": 1,
			"Unknown.Instagram SocialNetwork 5": 1}, got, "%d workers", workers)
	}
}

func TestExpireHooksSeeTheLabelsOfCaptures(t *testing.T) {
	for _, path := range corpus.Own(t) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			open := func(cfg nfstream.Config) (*nfstream.Streamer, error) { return nfstream.Open(path, cfg) }
			cfg := nfstream.Config{Workers: 1, TorConsensus: []string{"testdata/tor-consensus.txt"}}
			want := checkExpire(t, open, cfg)
			cfg.Workers = 3
			require.Equal(t, want, checkExpire(t, open, cfg))
		})
	}
}

// An Expire hook sees the ID of the row.
func TestExpireHooksSeeIDs(t *testing.T) {
	for _, workers := range []int{1, 3} {
		var lock sync.Mutex
		ids := map[uint64]uint64{}
		plugin := hooked(nfstream.Hooks{Expire: func(f *nfstream.Flow) {
			lock.Lock()
			defer lock.Unlock()
			ids[f.Record(record.Access{}).FirstSeq] = f.ID()
		}})
		s, err := nfstream.Open("testdata/web.pcap", nfstream.Config{Workers: workers, Plugins: []nfstream.Plugin{plugin}})
		require.NoError(t, err)
		n := 0
		for f, err := range s.Flows(t.Context()) {
			require.NoError(t, err)
			lock.Lock() // hooks of the next window run beside this loop
			id := ids[f.Record(record.Access{}).FirstSeq]
			lock.Unlock()
			require.Equal(t, f.ID(), id)
			n++
		}
		require.Len(t, ids, n)
	}
}
