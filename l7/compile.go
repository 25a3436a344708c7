package l7

import (
	"slices"

	"github.com/nfstream/nfstream-go/categories"
)

// Tables are protocols, made ready to be looked up. They are read-only and may be shared.
type Tables struct {
	protos []Proto
	words  int // of a set of protocols
	// What is kept of a direction's first payload, in bytes, of streams and of datagrams; 0 for nothing.
	firstOfStream, firstOfDatagrams int

	tcp, udp            table
	ip                  [256]ipTable // by IP protocol number
	scratch             layout
	labelClassifiers    []LabelClassifier
	endpointClassifiers []EndpointClassifier
}

// set is a set of protocols by index, 64 a word.
type set []uint64

func (s set) add(i int)      { s[i>>6] |= 1 << (i & 63) }
func (s set) has(i int) bool { return s[i>>6]>>(i&63)&1 != 0 }

// reject adds a protocol that has rejected, if s is not nil.
func (s set) reject(i int) {
	if s != nil {
		s.add(i)
	}
}

// table is what to try on a transport.
type table struct {
	byFirst [256]set // by the first byte
	byPort  map[uint16][]int
}

// ipTable is what to try on an IP protocol.
type ipTable struct {
	protos []int
	named  categories.ID // the protocol that the number alone names; 0 for none
}

// Compile makes tables of protocols and of what refines them. It keeps protos, whose order is that in which they are
// tried; those of a packet's ports go first.
func Compile(protos []Proto, labelClassifiers ...LabelClassifier) *Tables {
	t := &Tables{protos: slices.Clone(protos), words: (len(protos) + 63) / 64, labelClassifiers: labelClassifiers}
	t.tcp, t.udp = t.table(TCP), t.table(UDP)
	t.scratch = layOut(t.protos)
	for i := range t.protos {
		t.keepFirst(&t.protos[i])
		if t.protos[i].On&IP != 0 {
			t.addIP(i)
		}
	}
	return t
}

func (t *Tables) addIP(proto int) {
	p := &t.protos[proto]
	byNumber := p.Probe == nil
	if byNumber {
		p.Probe = func(*Ctx) Verdict { return Match }
	}
	for _, n := range p.IPProtocols {
		x := &t.ip[n]
		x.protos = append(x.protos, proto)
		if byNumber && x.named == 0 {
			x.named = p.ID
		}
	}
}

func (t *Tables) table(on Transport) table {
	x := table{byPort: map[uint16][]int{}}
	for first := range x.byFirst {
		x.byFirst[first] = make(set, t.words)
	}
	for i := range t.protos {
		p := &t.protos[i]
		if p.On&on == 0 {
			continue
		}
		for first := range x.byFirst {
			if p.First == nil || p.First.Has(byte(first)) {
				x.byFirst[first].add(i)
			}
		}
		for _, port := range p.Ports {
			x.byPort[port] = append(x.byPort[port], i)
		}
	}
	return x
}

// AddLabelClassifiers adds label classifiers, which are asked after those that there are.
func (t *Tables) AddLabelClassifiers(classifiers ...LabelClassifier) {
	t.labelClassifiers = append(t.labelClassifiers, classifiers...)
}

// AddEndpointClassifiers adds endpoint classifiers, which are asked at the end of every flow until one tells an application, in order.
func (t *Tables) AddEndpointClassifiers(classifiers ...EndpointClassifier) {
	t.endpointClassifiers = append(t.endpointClassifiers, classifiers...)
}

// Len returns the number of protocols.
func (t *Tables) Len() int { return len(t.protos) }
