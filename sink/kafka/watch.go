package kafka

import (
	"fmt"
	"sync"
	"time"
)

// watch warns when rows do not arrive, and when they do again.
type watch struct {
	sink  *Sink
	quit  chan struct{}
	ended sync.WaitGroup

	mu       sync.Mutex
	err      error     // of records, not reported yet
	reported time.Time // last time that err was reported
}

// Periods of warnings.
const (
	watchEvery  = time.Second
	stallAfter  = 10 * time.Second
	repeatAfter = time.Minute
)

func newWatch(s *Sink) *watch { return &watch{sink: s, quit: make(chan struct{})} }

func (w *watch) start() { w.ended.Go(w.run) }

func (w *watch) stop() {
	close(w.quit)
	w.ended.Wait()
	w.report(true)
}

// failing takes an error of a record.
func (w *watch) failing(err error) {
	w.mu.Lock()
	w.err = err
	w.mu.Unlock()
}

// report warns of the last error, once a minute unless now is set.
func (w *watch) report(now bool) {
	w.mu.Lock()
	err := w.err
	if err != nil && (now || time.Since(w.reported) >= repeatAfter) {
		w.err, w.reported = nil, time.Now()
	} else {
		err = nil
	}
	w.mu.Unlock()
	if err != nil {
		w.sink.rows.Warn(err)
	}
}

func (w *watch) run() {
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	var stall stall
	for {
		select {
		case <-w.quit:
			return
		case now := <-tick.C:
			w.report(false)
			if text := stall.see(now, w.sink.Stats(), w.sink.pending.Load()); text != "" {
				w.sink.rows.Warn(fmt.Errorf("kafka: %s%s", text, w.sink.dials.why()))
			}
		}
	}
}

// stall finds out whether records get acknowledged.
type stall struct {
	delivered uint64
	since     time.Time // no record was acknowledged since then, while there were some
	warned    bool
	dropped   uint64    // as warned of
	at        time.Time // of the last warning of dropped rows
}

// see returns what to warn of, or nothing.
func (k *stall) see(now time.Time, n Stats, pending int64) string {
	moved := n.Delivered != k.delivered
	k.delivered = n.Delivered
	if k.since.IsZero() || moved || pending == 0 {
		began := k.since
		k.since = now
		if k.warned {
			k.warned = false
			return fmt.Sprintf("rows arrive again after %v", now.Sub(began).Round(time.Second))
		}
	} else if now.Sub(k.since) >= stallAfter && !k.warned {
		k.warned = true
		return fmt.Sprintf("no row has arrived for %v; %d wait", now.Sub(k.since).Round(time.Second), uint64(pending)+n.Left)
	}
	if n.Dropped > k.dropped && now.Sub(k.at) >= repeatAfter {
		lost := n.Dropped - k.dropped
		k.dropped, k.at = n.Dropped, now
		return fmt.Sprintf("%d more rows were dropped", lost)
	}
	return ""
}
