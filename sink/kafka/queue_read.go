package kafka

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

// row is a row of a spool. Its bytes are valid until the next one is read.
type row struct {
	key, value []byte
	segment    *segment
	topic      string
	headers    []kgo.RecordHeader
}

// next returns the next row to send, and waits for one. It returns false when the queue has stopped.
func (q *queue) next() (row, bool) {
	for {
		s, limit := q.await()
		if s == nil {
			q.reader.close()
			return row{}, false
		}
		r, err := q.readRow(s, limit)
		switch {
		case err == nil:
			return r, true
		case err != io.EOF:
			q.skip(s, err)
		}
	}
}

// readRow returns the next row of a segment.
func (q *queue) readRow(s *segment, limit int64) (r row, err error) {
	if q.reader.segment != s {
		if err := q.reader.open(s); err != nil {
			return row{}, err
		}
		if err := q.readHeader(s, limit); err != nil {
			return row{}, err
		}
	}
	content, err := q.reader.next(limit)
	if err != nil {
		return row{}, err
	}
	r = row{segment: s, topic: s.header.Topic, headers: s.header.Headers}
	if r.key, r.value, err = cutRow(content); err != nil {
		return row{}, err
	}
	q.mu.Lock()
	s.sent++
	q.mu.Unlock()
	return r, nil
}

func (q *queue) readHeader(s *segment, limit int64) error {
	content, err := q.reader.next(limit)
	switch {
	case err == io.EOF:
		return errTorn
	case err != nil || !s.wantsHeader:
		return err
	}
	var h segmentHeader
	if json.Unmarshal(content, &h) != nil || !validTopic(h.Topic) {
		return errTorn
	}
	s.header, s.wantsHeader = h, false
	return nil
}

// skip gives up the rest of a segment.
func (q *queue) skip(s *segment, err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if s.size > 0 && !s.torn {
		q.torn++
		q.warn(fmt.Errorf("kafka: spool: %s: %w; the rest of it is lost", filepath.Base(s.path), err))
	}
	s.torn, s.size = true, min(s.size, q.reader.at)
	if s.active {
		q.seal()
	}
}

// await returns a segment with bytes to read, and their end. It returns nil when the queue has stopped.
func (q *queue) await() (*segment, int64) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for !q.stopped {
		if q.again {
			q.rewind()
			continue
		}
		i := slices.IndexFunc(q.segments, func(s *segment) bool { return !s.read })
		if i < 0 {
			q.changed.Wait()
			continue
		}
		s := q.segments[i]
		at := int64(0)
		if q.reader.segment == s {
			at = q.reader.at
		}
		switch {
		case at < s.size:
			return s, s.size
		case !s.active:
			q.end(s)
		case len(q.pending) > 0:
			q.pause(q.linger, q.quit)
			q.write()
		default:
			q.changed.Wait()
		}
	}
	return nil, 0
}

// end takes a segment that has been read.
func (q *queue) end(s *segment) {
	s.read = true
	if q.reader.segment == s {
		q.reader.close()
	}
	q.remove(s)
}

// pause waits without the lock, for a time or until a channel is closed.
func (q *queue) pause(d time.Duration, until chan struct{}) {
	q.mu.Unlock()
	timer := time.NewTimer(d)
	select {
	case <-timer.C:
	case <-until:
	}
	timer.Stop()
	q.mu.Lock()
}

// rewind waits until no record is with the client, and begins with the oldest segment again.
func (q *queue) rewind() {
	for _, s := range q.segments {
		if s.sent > 0 {
			q.changed.Wait()
			return
		}
	}
	q.pause(retryAfter, q.halt)
	for _, s := range q.segments {
		if s.failed {
			s.failed, s.read, s.acked = false, false, 0
		}
	}
	q.again = false
	q.reader.close()
}

// acknowledge takes what has become of a record.
func (q *queue) acknowledge(s *segment, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	s.sent--
	switch {
	case !ok:
		s.failed, q.again = true, true
	default:
		s.acked++
		if s.old {
			q.replayed++
		}
	}
	q.remove(s)
	if q.again && s.sent == 0 {
		q.changed.Broadcast()
	}
}

// remove removes a segment if all of it has been acknowledged.
func (q *queue) remove(s *segment) {
	if !s.read || s.sent > 0 || s.failed || s.file != nil {
		return
	}
	if i := slices.Index(q.segments, s); i >= 0 {
		q.segments = slices.Delete(q.segments, i, i+1)
		if err := os.Remove(s.path); err != nil {
			q.warn(fmt.Errorf("kafka: spool: %w", err))
		}
		q.total = q.used()
		q.changed.Broadcast()
	}
}

// used returns the bytes of all segments.
func (q *queue) used() (n int64) {
	for _, s := range q.segments {
		n += s.size
	}
	return n + int64(len(q.pending))
}
