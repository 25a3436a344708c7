package nfstream_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/internal/corpus"
	"github.com/nfstream/nfstream-go/sink/csv"
)

// The rows are the same bytes for any number of workers, in every regime: roomy, with a table that is full most of the
// time, with a limit of flows, and with timeouts so short that flows end all along.
func TestRowsAreTheSameForAnyNumberOfWorkers(t *testing.T) {
	regimes := map[string]nfstream.Config{
		"roomy":    {Statistics: true, SPLT: 5},
		"full":     {TableSize: 7},
		"limited":  {MaxFlows: 11},
		"restless": {IdleTimeout: 50 * time.Millisecond, ActiveTimeout: 400 * time.Millisecond},
	}
	captures := corpus.AtHand(t)
	if testing.Short() {
		captures = corpus.Own(t)
	}
	for _, path := range captures {
		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Parallel()
			for regime, cfg := range regimes {
				cfg.Fields = []string{"all"}
				cfg.Workers = 1
				want, rows := digest(t, path, cfg)
				for _, cfg.Workers = range []int{2, 3, 8} {
					got, _ := digest(t, path, cfg)
					require.Equal(t, want, got, "%s, %d workers against 1, %d rows", regime, cfg.Workers, rows)
				}
			}
		})
	}
}

// digest meters a capture and returns a hash of its rows and their number. A capture that is cut short counts as far as
// it goes.
func digest(t *testing.T, path string, cfg nfstream.Config) (sum [32]byte, rows int) {
	t.Helper()
	s, err := nfstream.Open(path, cfg)
	require.NoError(t, err)
	h := sha256.New()
	counter := &lineCounter{}
	err = s.Run(context.Background(), csv.NewWriter(h, s.Columns()), csv.NewWriter(counter, s.Columns()))
	if err != nil {
		require.ErrorIs(t, err, nfstream.ErrTruncated)
	}
	stats := s.Stats()
	require.Equal(t, stats.Flows, stats.Exported(), "every flow that began is exported")
	h.Sum(sum[:0])
	return sum, counter.n
}

type lineCounter struct{ n int }

func (c *lineCounter) Write(p []byte) (int, error) {
	c.n += bytes.Count(p, []byte("\n"))
	return len(p), nil
}
