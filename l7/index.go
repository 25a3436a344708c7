package l7

import (
	mathbits "math/bits"
	"slices"
)

// indexed is how many of a payload's first bytes the engine looks at before it calls a probe.
const indexed = 4

// table is what to try on a transport: for each of the first bytes of a payload, for the length of a datagram, and for a port,
// the set of protocols that are possible. What all sets have in common is tried.
type table struct {
	words   int // of a set
	depth   int // how many of the first bytes any protocol restricts
	head    [indexed][]uint64
	length  []uint16 // the class of a length; longer ones are of the last class
	classes []uint64 // the sets by class of length

	ports    ports
	anywhere set // those that are tried on any port
}

// ports are the protocols of each port.
type ports struct {
	has    [1 << 16 / 64]uint64 // the ports that have some
	before [1 << 16 / 64]uint16 // how many of these are in the words before
	protos [][]int              // by port, in order
}

// of returns the protocols of a port.
func (x *ports) of(port uint16) []int {
	word, bit := x.has[port>>6], port&63
	if word>>bit&1 == 0 {
		return nil
	}
	return x.protos[int(x.before[port>>6])+mathbits.OnesCount64(word&(1<<bit-1))]
}

func portsOf(protos []Proto, on Transport) (x ports) {
	of := map[uint16][]int{}
	for i := range protos {
		for _, port := range protos[i].Ports {
			if protos[i].On&on != 0 && !slices.Contains(of[port], i) {
				of[port] = append(of[port], i)
				x.has[port>>6] |= 1 << (port & 63)
			}
		}
	}
	n := 0
	for word, bits := range x.has {
		x.before[word] = uint16(n)
		for ; bits != 0; bits &= bits - 1 {
			x.protos = append(x.protos, of[uint16(word<<6+mathbits.TrailingZeros64(bits))])
			n++
		}
	}
	return x
}

// head returns the bytes that are possible at the first positions of a payload, nil where any is.
func (p *Proto) head() (sets [indexed]*ByteSet) {
	sets[0] = p.First
	copy(sets[1:], p.Next[:])
	if len(p.Prefixes) == 0 {
		return sets
	}
	for at := range sets {
		var some ByteSet
		for _, prefix := range p.Prefixes {
			if at >= len(prefix) {
				some = ByteSet{^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0)}
				break
			}
			some[prefix[at]>>6] |= 1 << (prefix[at] & 63)
		}
		if own := sets[at]; own != nil {
			for i := range some {
				some[i] &= own[i]
			}
		}
		sets[at] = &some
	}
	return sets
}

// Skips reports whether an engine may leave out the Probe for a payload of a transport, by First, Next, Prefixes, Min and Max:
// Probe is to reject such a payload.
func (p *Proto) Skips(on Transport, data []byte) bool {
	return p.skips(p.head(), on, data) || len(p.Prefixes) > 0 && !slices.ContainsFunc(p.Prefixes, func(prefix string) bool {
		n := min(len(prefix), len(data))
		return string(data[:n]) == prefix[:n]
	})
}

// skips does so by the first bytes and the length. The head is that of p.
func (p *Proto) skips(head [indexed]*ByteSet, on Transport, data []byte) bool {
	if on != TCP && (len(data) < p.Min || p.Max > 0 && len(data) > p.Max) {
		return true
	}
	for at, set := range head {
		if at < len(data) && set != nil && !set.Has(data[at]) {
			return true
		}
	}
	return false
}

func (t *Tables) table(on Transport) *table {
	x := &table{words: t.words, ports: portsOf(t.protos, on), anywhere: make(set, t.words)}
	for at := range x.head {
		x.head[at] = make([]uint64, 256*t.words)
	}
	bounds := []int{0}
	for i := range t.protos {
		if t.protos[i].On&on != 0 {
			x.add(i, t.heads[i])
			if !t.protos[i].PortsOnly {
				x.anywhere.add(i)
			}
			bounds = append(bounds, t.protos[i].lengths()...)
		}
	}
	if on == UDP {
		x.addLengths(t.protos, bounds)
	}
	return x
}

func (x *table) add(i int, head [indexed]*ByteSet) {
	for at, possible := range head {
		for b := range 256 {
			if possible == nil || possible.Has(byte(b)) {
				x.at(at, byte(b)).add(i)
			} else {
				x.depth = max(x.depth, at+1)
			}
		}
	}
}

// at returns the protocols for which a byte is possible at a position.
func (x *table) at(position int, b byte) set {
	return x.head[position][int(b)*x.words:][:x.words]
}

// lengths returns the lengths of datagrams from which on another answer is possible than of those before.
func (p *Proto) lengths() []int {
	if p.Max > 0 {
		return []int{p.Min, p.Max + 1}
	}
	return []int{p.Min}
}

// addLengths makes the classes of lengths, which the bounds separate.
func (x *table) addLengths(protos []Proto, bounds []int) {
	slices.Sort(bounds)
	bounds = slices.Compact(bounds)
	x.length = make([]uint16, bounds[len(bounds)-1]+1)
	x.classes = make([]uint64, len(bounds)*x.words)
	class := -1
	for n := range x.length {
		if n == bounds[class+1] {
			class++
			for i := range protos {
				if p := &protos[i]; n >= p.Min && (p.Max == 0 || n <= p.Max) {
					x.class(class).add(i)
				}
			}
		}
		x.length[n] = uint16(class)
	}
}

func (x *table) class(c int) set { return x.classes[c*x.words:][:x.words] }

// possible sets s to the protocols that a payload, which is not empty, may be of.
func (x *table) possible(s set, data []byte, datagram bool) {
	copy(s, x.at(0, data[0]))
	for at := 1; at < x.depth && at < len(data); at++ {
		s.keep(x.at(at, data[at]))
	}
	if datagram {
		s.keep(x.class(int(x.length[min(len(data), len(x.length)-1)])))
	}
}

// candidates returns the protocols to try on the data, those of the packet's ports first. It skips those in tried, and
// those with a match that was wrong.
func (e *Engine) candidates(s *state, t *table, tried set) []int {
	e.order = e.order[:0]
	if len(e.ctx.Data) == 0 {
		return e.order
	}
	possible := e.possible
	t.possible(possible, e.ctx.Data, !e.ctx.stream)
	possible.drop(tried)
	if s.wrongs() > 0 {
		possible.drop(s.extras.undo.wrong)
	}
	for _, port := range [2]uint16{e.ctx.DstPort, e.ctx.SrcPort} {
		for _, i := range t.ports.of(port) {
			if possible.has(i) {
				possible.remove(i)
				e.order = append(e.order, i)
			}
		}
	}
	for word, bits := range possible {
		for bits &= t.anywhere[word]; bits != 0; bits &= bits - 1 {
			e.order = append(e.order, word<<6+mathbits.TrailingZeros64(bits))
		}
	}
	return e.order
}

// ipCandidates returns the protocols to try on a packet of an IP protocol, but for those in tried.
func (e *Engine) ipCandidates(s *state, tried set) []int {
	e.order = e.order[:0]
	for _, i := range e.tables.ip[e.ctx.IPProtocol].protos {
		wrong := s.wrongs() > 0 && s.extras.undo.wrong.has(i)
		if len(e.ctx.Data) > 0 && !tried.has(i) && !wrong && !e.tables.protos[i].skips(e.tables.heads[i], IP, e.ctx.Data) {
			e.order = append(e.order, i)
		}
	}
	return e.order
}

// set is a set of protocols by index, 64 a word.
type set []uint64

func (s set) add(i int)      { s[i>>6] |= 1 << (i & 63) }
func (s set) remove(i int)   { s[i>>6] &^= 1 << (i & 63) }
func (s set) has(i int) bool { return s[i>>6]>>(i&63)&1 != 0 }

// keep removes what is not in o, which has as many words.
func (s set) keep(o set) {
	o = o[:len(s)]
	for w := range s {
		s[w] &= o[w]
	}
}

// drop removes what is in o, which has as many words or none.
func (s set) drop(o set) {
	if len(o) == 0 {
		return
	}
	o = o[:len(s)]
	for w := range s {
		s[w] &^= o[w]
	}
}

// reject adds a protocol that has rejected, if s is not nil.
func (s set) reject(i int) {
	if s != nil {
		s.add(i)
	}
}
