package l7

import (
	"slices"

	"github.com/nfstream/nfstream-go/categories"
)

// Tables are the look-up tables of protocols and classifiers. Engines share them.
type Tables struct {
	protos []Proto
	heads  [][indexed]*ByteSet
	words  int // of a set of protocols
	// What is kept of a direction's first payload, in bytes, of streams and of datagrams; 0 for nothing.
	firstOfStream, firstOfDatagrams int
	firsts                          int // of both directions
	passwords, content, answers     bool

	tcp, udp            *table
	ip                  [256]ipTable // by IP protocol number
	labelClassifiers    []LabelClassifier
	endpointClassifiers []EndpointClassifier
	risks               *Risks // nil where none is looked for
}

// ipTable is what to try on an IP protocol.
type ipTable struct {
	protos []int
	named  categories.ID // the protocol that the number alone names; 0 for none
}

// Compile makes tables of protocols and label classifiers. Protocols are tried in this order, after those of a packet's ports.
func Compile(protos []Proto, labelClassifiers ...LabelClassifier) *Tables {
	t := &Tables{protos: slices.Clone(protos), words: (len(protos) + 63) / 64, labelClassifiers: labelClassifiers}
	for i := range t.protos {
		t.heads = append(t.heads, t.protos[i].head())
	}
	t.tcp, t.udp = t.table(TCP), t.table(UDP)
	for i := range t.protos {
		t.keepFirst(&t.protos[i])
		if n := t.protos[i].Scratch; n < 0 || n > MaxScratch {
			panic("l7: the Scratch of " + t.protos[i].ID.Name() + " is out of range")
		}
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

// AddLabelClassifiers adds label classifiers after the present ones.
func (t *Tables) AddLabelClassifiers(classifiers ...LabelClassifier) {
	t.labelClassifiers = append(t.labelClassifiers, classifiers...)
}

// AddEndpointClassifiers adds end point classifiers. Decide asks them in order until one gives an application.
func (t *Tables) AddEndpointClassifiers(classifiers ...EndpointClassifier) {
	t.endpointClassifiers = append(t.endpointClassifiers, classifiers...)
}

// Len returns the number of protocols.
func (t *Tables) Len() int { return len(t.protos) }
