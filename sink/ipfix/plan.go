package ipfix

import (
	"errors"
	"net/netip"
	"slices"
	"strings"

	"github.com/nfstream/nfstream-go/column"
	"github.com/nfstream/nfstream-go/flow"
)

// plan is the templates of a run.
type plan struct {
	flows        [4]template // by IP version, without and with packets from the destination
	applications template
	types        template
	described    []element // own elements that types describes
}

// The identifiers of templates. They are the same in every run.
const (
	idFlows        = 256
	idApplications = 260
	idTypes        = 261
)

// of returns the template for a flow.
func (p *plan) of(f *flow.Flow) *template {
	i := 0
	if f.Version() == 6 {
		i = 2
	}
	if f.DstToSrc().Packets > 0 {
		i++
	}
	return &p.flows[i]
}

var errNothing = errors.New("ipfix: netflow9 has no element for any of the fields")

// newPlan makes the templates for the columns of a run. The first flow shows whether pseudonyms of addresses are addresses.
func newPlan(e *Exporter, f *flow.Flow) (*plan, error) {
	p := &plan{applications: applicationTemplate(&e.settings)}
	for i := range p.flows {
		s := selection{settings: &e.settings, six: i >= 2, answered: i%2 == 1}
		s.all(e.columns, f)
		t := &p.flows[i]
		*t = newTemplate(idFlows+uint16(i), s.elements)
		if len(t.elements) == 0 {
			return nil, errNothing
		}
	}
	if e.types {
		for _, t := range p.flows {
			p.describe(t.elements, e.enterprise)
		}
		p.types = typesTemplate()
	}
	return p, nil
}

// describe takes the elements of an enterprise, each once.
func (p *plan) describe(elements []element, enterprise uint32) {
	for _, e := range elements {
		if e.enterprise == enterprise && !slices.ContainsFunc(p.described, func(d element) bool { return d.id == e.id }) {
			p.described = append(p.described, e)
		}
	}
}

// selection gathers the elements of a template.
type selection struct {
	*settings
	six      bool // for IPv6
	answered bool // with packets from the destination
	elements []element
	numbers  numbers
}

// all selects elements for the columns.
func (s *selection) all(columns []*column.Column, f *flow.Flow) {
	full, secret := isFull(columns), hasPseudonyms(columns)
	var texts []element
	for _, c := range columns {
		e := s.of(c, f, full)
		switch {
		case e.put == nil:
		case e.length == variable:
			texts = append(texts, e)
		default:
			s.add(e)
		}
	}
	if full {
		s.addStandard(secret)
	}
	for _, e := range texts {
		s.add(e)
	}
}

// add adds an element where the template has room for it.
func (s *selection) add(e element) {
	switch {
	case e.backward && !(s.answered && s.biflows):
		return
	case s.v9 && (e.enterprise != iana || e.id > lastV9):
		return
	case s.v9 && e.length == variable:
		e = fixed(e, nameLength)
	}
	same := func(o element) bool { return o.enterprise == e.enterprise && o.id == e.id }
	if !slices.ContainsFunc(s.elements, same) {
		s.elements = append(s.elements, e)
	}
}

// lastV9 is the last element that NetFlow 9 and IPFIX have in common by their registries, for which collectors know a name.
const lastV9 = 239

// full are the columns for which a record has everything that collectors expect.
const full = "id src_ip dst_ip src_port dst_port protocol src2dst_packets dst2src_packets src2dst_ip_bytes dst2src_ip_bytes"

// isFull reports whether the columns name a whole flow.
func isFull(columns []*column.Column) bool {
	for _, name := range strings.Fields(full) {
		if !slices.ContainsFunc(columns, func(c *column.Column) bool { return c.Name == name }) {
			return false
		}
	}
	return true
}

func hasPseudonyms(columns []*column.Column) bool {
	return slices.ContainsFunc(columns, (*column.Column).Pseudonym)
}

// implied are columns that follow from the elements of a whole flow.
const implied = ` bidirectional_packets bidirectional_raw_bytes bidirectional_ip_bytes bidirectional_first_seen_ms
 bidirectional_last_seen_ms bidirectional_duration_ms src2dst_duration_ms dst2src_duration_ms master_protocol app_protocol `

// of returns the element for a column; without put for none.
func (s *selection) of(c *column.Column, f *flow.Flow, full bool) element {
	address := c.Name == "src_ip" || c.Name == "dst_ip"
	switch {
	case c.Pseudonym() && address && isAddress(c.Text(f)):
		return s.address(c.Name, pseudonym(c))
	case c.Pseudonym():
		return s.own(c)
	case address:
		return s.address(c.Name, nil)
	case full && strings.Contains(implied, " "+c.Name+" "):
		return element{}
	}
	if e := s.common(c); e.put != nil {
		return e
	}
	return s.own(c)
}

func isAddress(text string) bool {
	_, err := netip.ParseAddr(text)
	return err == nil
}

// pseudonym returns what reads addresses from the text of a column.
func pseudonym(c *column.Column) func(f *flow.Flow) netip.Addr {
	return func(f *flow.Flow) netip.Addr {
		a, _ := netip.ParseAddr(c.Text(f))
		return a
	}
}
