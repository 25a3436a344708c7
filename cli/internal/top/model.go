package top

import (
	"bytes"
	"cmp"
	"net/netip"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/internal/cells"
)

// Model is the data of the view: the last sample of a board and the history.
type Model struct {
	Sample
	Now     int64         // nanoseconds since the Unix epoch
	Elapsed time.Duration // duration of the sample's interval
	Rates   []uint64      // bytes per second of the last intervals, the latest last
	Stats   nfstream.Stats
	Lost    uint64 // packets lost by the capture and the interface during the interval
}

// maxRates bounds Model.Rates.
const maxRates = 512

// Begin sets the start of the first interval.
func (m *Model) Begin(now int64) { m.Now = now }

// Refresh takes a sample.
func (m *Model) Refresh(b *Board, now int64, stats *nfstream.Stats) {
	b.Take(&m.Sample)
	m.Elapsed = max(time.Duration(now-m.Now), time.Millisecond)
	m.Now = now
	m.Lost = lost(stats) - lost(&m.Stats)
	m.Stats = *stats
	if len(m.Rates) == maxRates {
		m.Rates = append(m.Rates[:0], m.Rates[1:]...)
	}
	m.Rates = append(m.Rates, perSecond(m.Lately.Bytes, m.Elapsed))
}

func lost(s *nfstream.Stats) uint64 { return s.Capture.Dropped + s.Capture.InterfaceDropped }

// perSecond returns a rate, rounded down, 0 for no time.
func perSecond(n uint64, over time.Duration) uint64 {
	if over <= 0 {
		return 0
	}
	return uint64(float64(n) / over.Seconds())
}

// Alive returns the number of active flows.
func (m *Model) Alive() uint64 {
	if exported := m.Stats.Exported(); exported < m.Stats.Flows {
		return m.Stats.Flows - exported
	}
	return 0
}

// Order is the order of flows.
type Order uint8

// The orders.
const (
	ByRate Order = iota // bytes during the last interval
	ByBytes
	ByPackets
	ByAge
	ByApplication
	numOrders
)

// OrderNames are the names of the orders in the flag and the view.
var OrderNames = []string{"rate", "bytes", "packets", "age", "application"}

// Rank returns the flows that contain the filter's text, largest first.
func (m *Model) Rank(order Order, filter string) []*Flow {
	lower := []byte(strings.ToLower(filter))
	list := make([]*Flow, 0, len(m.Flows))
	var text []byte
	for i := range m.Flows {
		if len(lower) > 0 {
			if text = m.Flows[i].appendText(text[:0]); !bytes.Contains(bytes.ToLower(text), lower) {
				continue
			}
		}
		list = append(list, &m.Flows[i])
	}
	sort.Slice(list, func(i, j int) bool {
		a, b := list[i], list[j]
		for _, o := range [...]Order{order, ByRate, ByBytes, ByAge} {
			if c := o.compare(a, b); c != 0 {
				return c < 0
			}
		}
		return a.Key.Hash() < b.Key.Hash() // any stable order
	})
	return list
}

func (o Order) compare(a, b *Flow) int {
	switch o {
	case ByBytes:
		return cmp.Compare(b.Bytes, a.Bytes)
	case ByPackets:
		return cmp.Compare(b.Packets, a.Packets)
	case ByAge:
		return cmp.Compare(a.First, b.First)
	case ByApplication:
		if a.App == b.App {
			return strings.Compare(a.Master.Name(), b.Master.Name())
		}
		return strings.Compare(a.App.Name(), b.App.Name())
	}
	return cmp.Compare(b.Lately.Bytes, a.Lately.Bytes)
}

// RankApps returns the applications with most recent bytes, then most total bytes.
func (m *Model) RankApps() []App {
	list := slices.Clone(m.Apps)
	sort.SliceStable(list, func(i, j int) bool {
		a, b := &list[i], &list[j]
		return cmp.Or(cmp.Compare(b.Lately.Bytes, a.Lately.Bytes), cmp.Compare(b.All.Bytes, a.All.Bytes)) < 0
	})
	return list
}

// appendText appends the text that a filter searches.
func (f *Flow) appendText(dst []byte) []byte {
	for _, end := range []int{flow.SrcToDst, flow.DstToSrc} {
		address, port := f.end(end)
		dst = append(port.appendTo(address.AppendTo(dst)), ' ')
	}
	dst = append(cells.Protocol(dst, f.Key.Proto), ' ')
	dst = append(f.appendApplication(dst), ' ')
	return append(append(append(dst, f.Category.Name()...), ' '), f.Name...)
}

func (f *Flow) appendApplication(dst []byte) []byte {
	return categories.AppendName(dst, f.Master, f.App)
}

// port formats a port with a colon, or nothing for 0.
type port uint16

func (p port) appendTo(dst []byte) []byte {
	if p == 0 {
		return dst
	}
	return strconv.AppendUint(append(dst, ':'), uint64(p), 10)
}

// end returns the source for flow.SrcToDst, else the destination.
func (f *Flow) end(which int) (netip.Addr, port) {
	if f.Reverse == (which == flow.SrcToDst) {
		return f.Key.AddrB(), port(f.Key.PortB)
	}
	return f.Key.AddrA(), port(f.Key.PortA)
}
