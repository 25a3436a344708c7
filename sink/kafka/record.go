package kafka

import (
	"bytes"
	"sync"

	"github.com/twmb/franz-go/pkg/kgo"

	"github.com/nfstream/nfstream-go/column"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/sink/json"
)

// encoder appends the value of a flow.
type encoder interface {
	append(dst []byte, f *flow.Flow) ([]byte, error)
}

// jsonEncoder writes the objects of package json, without the end of the line.
type jsonEncoder struct {
	w   *json.Writer
	dst []byte
}

func newJSONEncoder(columns []*column.Column) *jsonEncoder {
	e := &jsonEncoder{}
	e.w = json.NewWriter(e, columns)
	return e
}

// Write takes the line of a flow from the Writer.
func (e *jsonEncoder) Write(line []byte) (int, error) {
	e.dst = append(e.dst, bytes.TrimSuffix(line, []byte{'\n'})...)
	return len(line), nil
}

func (e *jsonEncoder) append(dst []byte, f *flow.Flow) ([]byte, error) {
	e.dst = dst
	err := e.w.Write(f)
	if err == nil {
		err = e.w.Flush()
	}
	return e.dst, err
}

// record is a row on its way to a broker.
type record struct {
	kgo.Record
	key     [KeySize]byte
	segment *segment // of the spool that keeps it, or nil
	done    func(*kgo.Record, error)
}

// overhead is what a record takes beside its value, in bytes: itself and what the client keeps with it.
const overhead = 512

func (r *record) cost() int64 { return int64(cap(r.Value)) + overhead }

// gate bounds the memory of records, and keeps those that are free.
type gate struct {
	mu     sync.Mutex
	left   sync.Cond
	used   int64
	most   int64
	closed bool
	free   []*record
	idle   int64 // the cost of free
}

func newGate(most int64) *gate {
	g := &gate{most: most}
	g.left.L = &g.mu
	return g
}

// enter takes n bytes. If there is no room it waits, or returns false.
func (g *gate) enter(n int64, wait bool) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	for g.used > 0 && g.used+n > g.most && !g.closed {
		if !wait {
			return false
		}
		g.left.Wait()
	}
	if g.closed {
		return false
	}
	g.used += n
	return true
}

// full reports whether there is no room for n bytes.
func (g *gate) full(n int64) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.used > 0 && g.used+n > g.most
}

// close lets nobody wait or enter any more.
func (g *gate) close() {
	g.mu.Lock()
	g.closed = true
	g.mu.Unlock()
	g.left.Broadcast()
}

// take returns a free record, or nil.
func (g *gate) take() *record {
	g.mu.Lock()
	defer g.mu.Unlock()
	last := len(g.free) - 1
	if last < 0 {
		return nil
	}
	r := g.free[last]
	g.free = g.free[:last]
	g.idle -= r.cost()
	return r
}

// leave gives back the record and the bytes that it had entered with. Free records take a quarter of the room at most.
func (g *gate) leave(r *record, entered bool) {
	g.mu.Lock()
	if entered {
		g.used -= r.cost()
	}
	if g.idle+r.cost() <= g.most/4 {
		g.free = append(g.free, r)
		g.idle += r.cost()
	}
	g.mu.Unlock()
	if entered {
		g.left.Broadcast()
	}
}
