// Package ipfix sends flows to collectors: as IPFIX (RFC 7011) over UDP, TCP or a connection of the caller's, or as NetFlow
// version 9 (RFC 3954) over UDP. Open returns an Exporter, which is an nfstream.Sink. docs/ipfix.md lists the options of URLs
// and the information elements.
package ipfix

import (
	"context"
	"fmt"
	"net"
	"sync/atomic"
	"time"

	"github.com/nfstream/nfstream-go/column"
	"github.com/nfstream/nfstream-go/flow"
)

// PlaceholderEnterprise is the private enterprise number of this package's own elements where the user gives none. It is
// reserved for documents (RFC 5612).
const PlaceholderEnterprise = 32473

// Options are what a URL does not say, and defaults for what it may say.
type Options struct {
	Live bool // flows come from a network interface: messages are dropped rather than waited for
	V9   bool // NetFlow version 9
	// Dial connects to an address of a network, "udp" or "tcp"; nil for package net. For other schemes than ipfix, the
	// network is "tcp".
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Warn reports errors that do not end the export. It must be safe for concurrent use. It may be nil.
	Warn func(error)
}

// Exporter is an nfstream.Sink that encodes flows and sends them in another goroutine. Write, Flush and Close must not be
// called concurrently; Lost may be called at any time.
type Exporter struct {
	settings
	columns []*column.Column
	plan    *plan // made for the first flow
	apps    applications
	record  []byte
	now     *message // nil before a record
	sender  *sender
	lost    atomic.Uint64
	skipped atomic.Uint32 // data records dropped from the queue since the last message
	closed  bool
	boot    int64 // of NetFlow 9: when the device was started, in milliseconds since the Unix epoch
	latest  int64 // likewise: when the current flow ended
}

// Open returns an Exporter of the columns to a URL. It connects, and returns an error if it cannot, unless flows are live or
// the network is UDP. It returns an error for what Check refuses.
func Open(url string, columns []*column.Column, o Options) (*Exporter, error) {
	s, err := parse(url, o)
	if err != nil {
		return nil, err
	}
	if s.tls && s.Dial == nil {
		return nil, fmt.Errorf("%s: no TLS here", url)
	}
	e := &Exporter{settings: *s, columns: columns}
	e.apps.known = make(map[uint32]struct{})
	e.sender = newSender(e)
	if err := e.sender.start(); err != nil {
		return nil, err
	}
	return e, nil
}

// Check returns an error for a URL that Open refuses without connecting.
func Check(url string) error {
	_, err := parse(url, Options{})
	return err
}

// Lost returns the number of flows so far that have not been sent and will not be: because the queue was full, or because of
// an error. A flow that was sent over UDP, or into a connection that failed, may be lost without being counted.
func (e *Exporter) Lost() uint64 { return e.lost.Load() }

// Write encodes a flow. It waits only if the export may block (see docs/ipfix.md), and returns an error if the collector has
// then been away for too long.
func (e *Exporter) Write(f *flow.Flow) error {
	if e.plan == nil {
		if err := e.begin(f); err != nil {
			return err
		}
	}
	if e.v9 {
		if err := e.rebase(f); err != nil {
			return err
		}
	}
	if e.apps.introduce(f) {
		e.record = e.apps.last(e.record[:0], &e.settings)
		if err := e.add(&e.plan.applications, 0); err != nil {
			return err
		}
	}
	t := e.plan.of(f)
	e.record = t.append(e.record[:0], f, flow.SrcToDst, e)
	if err := e.add(t, 1); err != nil || e.biflows || f.DstToSrc().Packets == 0 {
		return err
	}
	e.record = t.append(e.record[:0], f, flow.DstToSrc, e)
	return e.add(t, 0)
}

// begin makes the templates, which depend on the first flow only in whether addresses are pseudonyms.
func (e *Exporter) begin(f *flow.Flow) (err error) {
	e.plan, err = newPlan(e, f)
	if err == nil {
		e.sender.plan = e.plan
	}
	return err
}

// add appends the encoded record of a template to a message. It counts as a number of flows.
func (e *Exporter) add(t *template, flows int) error {
	if len(e.record) > e.most() {
		e.lost.Add(uint64(flows))
		e.warn(errTooLarge)
		return nil
	}
	if e.now != nil && !e.now.fits(t, len(e.record), e.size) {
		if err := e.seal(); err != nil {
			return err
		}
	}
	if e.now == nil {
		e.now = e.sender.empty(e.header())
	}
	e.now.add(t, e.record, flows)
	e.now.last = max(e.now.last, e.latest)
	return nil
}

// seal hands the current message to the sender.
func (e *Exporter) seal() error {
	if e.now == nil {
		return nil
	}
	m := e.now
	e.now = nil
	m.close()
	return e.sender.take(m)
}

// Flush hands on the flows written so far, which are sent soon.
func (e *Exporter) Flush() error { return e.seal() }

// Close sends the rest, for a bounded time. It returns an error if flows of a capture have been lost.
func (e *Exporter) Close() error {
	if e.closed {
		return nil
	}
	e.closed = true
	err := e.seal()
	if e := e.sender.end(); err == nil {
		err = e
	}
	return err
}

// rebase moves the start of the device of NetFlow 9, whose times are of 32 bits, if a flow is too far from it.
func (e *Exporter) rebase(f *flow.Flow) error {
	m := f.Bidirectional()
	first, last := floorMillis(m.First), floorMillis(m.Last)
	if e.boot == 0 || first < e.boot || last-e.boot >= 1<<32-1000 {
		if err := e.seal(); err != nil {
			return err
		}
		e.boot = (first - uptime.Milliseconds()) / 1000 * 1000
	}
	e.latest = last
	return nil
}

// uptime is how long ago a device of NetFlow 9 was started when its first flow began.
const uptime = time.Hour
