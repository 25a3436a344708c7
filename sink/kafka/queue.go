package kafka

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"
)

// queue is a spool: rows go to files, from there to the client, and a file is removed when all of its rows are
// acknowledged. So nothing that was written is lost by a crash, and what was not acknowledged is sent again.
//
// Rows are written to a file when there are writeSize bytes or the reader has nothing else to read, and synced to the disk
// every syncEvery.
type queue struct {
	folder string
	lock   io.Closer // keeps other processes out
	most   int64     // bytes on disk
	each   int64     // bytes of a segment
	header segmentHeader
	linger time.Duration
	warn   func(error)

	mu       sync.Mutex
	changed  sync.Cond
	segments []*segment // the oldest first
	active   *segment   // of segments, or nil
	number   uint64     // of the last segment
	pending  []byte     // of active, not written yet
	rows     uint64     // of pending
	total    int64      // bytes of segments
	spooled  uint64
	replayed uint64
	torn     uint64
	lost     uint64    // rows that could not be written
	fault    error     // of the disk, the last one
	retry    time.Time // when to write again after a fault
	again    bool      // records of a segment have to be sent again
	unsynced []*os.File
	ending   bool // no rows come any more
	stopped  bool // nothing is read any more

	reader reader // of the sender alone
	syncer sync.WaitGroup
	quit   chan struct{} // closed when ending
	halt   chan struct{} // closed when stopped
}

const (
	writeSize    = 128 << 10
	syncEvery    = time.Second
	mostSegment  = 16 << 20
	leastSegment = 64 << 10
	segmentsMin  = 16 // that a spool has room for
	retryAfter   = 2 * time.Second
)

// openQueue opens the spool in a folder, and creates it if it does not exist.
func openQueue(folder string, most int64, header segmentHeader, linger time.Duration, warn func(error)) (*queue, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	lock, err := lockFile(filepath.Join(folder, "lock"))
	if err != nil {
		return nil, fmt.Errorf("spool %s: %w", folder, err)
	}
	old, last, err := oldSegments(folder)
	if err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	q := &queue{folder: folder, lock: lock, most: most, header: header, segments: old, number: last, linger: linger, warn: warn,
		each: max(leastSegment, min(mostSegment, most/segmentsMin)), quit: make(chan struct{}), halt: make(chan struct{})}
	q.changed.L = &q.mu
	for _, s := range old {
		q.total += s.size
	}
	q.syncer.Go(q.syncAll)
	return q, nil
}

// append takes a row. If the spool is full it waits, or returns false. The error is one of the disk; the row is lost.
func (q *queue) append(key, value []byte, wait bool) (bool, error) {
	size := int64(frameHead + 1 + len(key) + len(value))
	q.mu.Lock()
	defer q.mu.Unlock()
	for q.total+size > q.most && !q.stopped && len(q.segments) > 0 {
		if !wait {
			return false, nil
		}
		q.changed.Wait()
	}
	switch {
	case q.stopped || q.total+size > q.most || size > mostContent:
		return false, nil
	case q.fault != nil && time.Now().Before(q.retry):
		return false, q.fault
	case q.active != nil && q.active.size+int64(len(q.pending)) >= q.each:
		q.seal()
	}
	if q.active == nil {
		if err := q.begin(); err != nil {
			q.failed(err)
			return false, err
		}
	}
	q.pending = appendFrame(q.pending, []byte{byte(len(key))}, key, value)
	q.rows++
	q.total += size
	q.spooled++
	if len(q.pending) >= writeSize || len(q.pending) == int(size) {
		q.changed.Broadcast()
	}
	if len(q.pending) >= writeSize {
		q.write()
	}
	return true, q.fault
}

// begin creates a segment.
func (q *queue) begin() error {
	q.number++
	s := &segment{path: segmentPath(q.folder, q.number), header: q.header, active: true}
	var err error
	if s.file, err = os.OpenFile(s.path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600); err != nil {
		return err
	}
	q.pending, q.rows = append(q.pending[:0], q.header.begin()...), 0
	q.total += int64(len(q.pending))
	q.segments, q.active = append(q.segments, s), s
	q.changed.Broadcast()
	return nil
}

// write writes what is pending. If that fails, these rows are lost and the segment ends.
func (q *queue) write() {
	s := q.active
	if s == nil || len(q.pending) == 0 {
		return
	}
	_, err := s.file.WriteAt(q.pending, s.size)
	if err != nil {
		q.total -= int64(len(q.pending))
		q.pending = q.pending[:0]
		_ = s.file.Truncate(s.size) // what is cut is read as a damaged end otherwise
		q.lost += q.rows
		q.spooled -= q.rows
		q.rows = 0
		q.failed(err)
		q.seal()
		return
	}
	q.fault = nil
	s.size += int64(len(q.pending))
	s.rows += q.rows
	q.pending, q.rows = q.pending[:0], 0
	q.changed.Broadcast()
}

func (q *queue) failed(err error) {
	q.fault, q.retry = fmt.Errorf("kafka: spool: %w", err), time.Now().Add(retryAfter)
	q.warn(q.fault)
}

// seal ends the active segment.
func (q *queue) seal() {
	q.write()
	if s := q.active; s != nil {
		s.active = false
		q.unsynced = append(q.unsynced, s.file)
		q.active = nil
		q.changed.Broadcast()
	}
}

// syncAll syncs and closes files until quit.
func (q *queue) syncAll() {
	tick := time.NewTicker(syncEvery)
	defer tick.Stop()
	for quit := false; !quit; {
		select {
		case <-q.quit:
			quit = true
		case <-tick.C:
		}
		q.sync()
	}
}

func (q *queue) sync() {
	q.mu.Lock()
	q.write()
	sealed := q.unsynced
	q.unsynced = nil
	var current *os.File
	if q.active != nil {
		current = q.active.file
	}
	q.mu.Unlock()
	var errs []error
	for _, f := range sealed {
		errs = append(errs, f.Sync(), f.Close())
	}
	if current != nil {
		errs = append(errs, current.Sync(), syncFolder(q.folder))
	}
	if err := errors.Join(errs...); err != nil {
		q.warn(fmt.Errorf("kafka: spool: %w", err))
	}
	q.mu.Lock()
	for _, s := range slices.Clone(q.segments) {
		if slices.Contains(sealed, s.file) {
			s.file = nil
			q.remove(s)
		}
	}
	q.mu.Unlock()
}

// finish waits until all rows are acknowledged, or the context is done, and stops the queue.
func (q *queue) finish(ctx context.Context) error {
	q.mu.Lock()
	q.ending = true
	q.seal()
	fault := q.fault
	q.mu.Unlock()
	close(q.quit)
	q.syncer.Wait()
	stop := context.AfterFunc(ctx, func() {
		q.mu.Lock()
		defer q.mu.Unlock()
		q.stop()
	})
	defer stop()
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.segments) > 0 && !q.stopped {
		q.changed.Wait()
	}
	q.stop()
	return fault
}

// stop lets nobody wait any more.
func (q *queue) stop() {
	if !q.stopped {
		q.stopped = true
		close(q.halt)
		q.changed.Broadcast()
	}
}

// close lets other processes use the folder.
func (q *queue) close() error { return q.lock.Close() }

func (q *queue) addTo(n *Stats) {
	q.mu.Lock()
	defer q.mu.Unlock()
	n.Spooled, n.Replayed, n.Torn = q.spooled, q.replayed, q.torn
	n.Dropped += q.lost
	n.Left = q.rows
	for _, s := range q.segments {
		if !s.old {
			n.Left += s.rows - min(s.rows, s.acked)
		}
	}
}
