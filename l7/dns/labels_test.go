package dns_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7/dns"
	"github.com/nfstream/nfstream-go/packet"
)

// seen is what a flow's messages say in the reference's terms: those of the first response with a record, and until
// then of the latest message; the type is that of the latest query.
type seen struct {
	done                                            bool
	hostname                                        string
	queryType, queries, answers, replyCode, rspType int
	rspAddr                                         string
}

func (s *seen) add(payload []byte) {
	m, err := dns.Parse(payload)
	if err != nil || s.done {
		return
	}
	if q, ok := m.Question(); ok {
		s.hostname = q.Name.String()
		if s.queryType == 0 || !m.Response {
			s.queryType = int(q.Type)
		}
	} else if r, ok := m.Answer(); ok {
		s.hostname = r.Name.String()
	}
	if m.Response {
		s.respond(&m)
	}
}

func (s *seen) respond(m *dns.Message) {
	s.done = m.Records() > 0
	s.queries, s.answers, s.replyCode = int(m.Questions), m.Records(), int(m.RCode)
	answer, ok := m.Address()
	if ok {
		addr, _ := answer.Addr()
		s.rspAddr = addr.String()
	} else if answer, ok = m.Answer(); !ok {
		return
	}
	s.rspType = int(answer.Type)
}

// unprintable is what the reference shows otherwise or leaves out.
var unprintable = regexp.MustCompile(`\\\d\d\d|[^a-z0-9.-]`)

// sameText compares texts of which the reference shows the case lowered.
func sameText(want, got string) bool {
	got = strings.ToLower(strings.TrimSuffix(got, "."))
	return want == got || unprintable.ReplaceAllString(want, "") == unprintable.ReplaceAllString(got, "")
}

// tally counts agreement by field.
type tally map[string]*[2]int

func (c tally) add(t testing.TB, field, where string, same bool, want, got any) {
	if c[field] == nil {
		c[field] = &[2]int{}
	}
	c[field][1]++
	if same {
		c[field][0]++
		return
	}
	t.Logf("%s: %s: reference %v, parsed %v", where, field, want, got)
}

func (c tally) compare(t testing.TB, where string, l *label, s *seen) {
	c.add(t, "hostname", where, sameText(l.NDPI.Hostname, s.hostname), l.NDPI.Hostname, s.hostname)
	want := l.NDPI.DNS
	if want == nil {
		return
	}
	c.add(t, "query_type", where, want.QueryType == s.queryType, want.QueryType, s.queryType)
	c.add(t, "num_queries", where, want.Queries == s.queries, want.Queries, s.queries)
	c.add(t, "num_answers", where, want.Answers == s.answers, want.Answers, s.answers)
	c.add(t, "reply_code", where, want.ReplyCode == s.replyCode, want.ReplyCode, s.replyCode)
	c.add(t, "rsp_type", where, want.RspType == s.rspType, want.RspType, s.rspType)
	if want.RspType != int(dns.TypeAAAA) { // the reference prints those as IPv4
		addr := strings.TrimSuffix(want.RspAddr, "0.0.0.0")
		c.add(t, "rsp_addr", where, addr == s.rspAddr, want.RspAddr, s.rspAddr)
	}
}

func TestLabelsOverCorpus(t *testing.T) {
	counts := tally{}
	for _, name := range captures(t) {
		if strings.HasPrefix(name, "fuzz-") {
			continue // damaged at random, which the reference reads on in
		}
		all, flows := labels(t, name), map[ends]*seen{}
		packets(t, name, func(p *packet.Packet) {
			e := endsOf(p)
			if all[e] == nil {
				e = e.reverse()
			}
			if l := all[e]; l == nil || e.proto != 17 || l.NDPI.DNS == nil && l.NDPI.Proto != "MDNS" {
				return
			}
			if flows[e] == nil {
				flows[e] = &seen{}
			}
			flows[e].add(p.TransportPayload())
		})
		for e, s := range flows {
			counts.compare(t, name, all[e], s)
		}
	}
	for field, n := range counts {
		t.Logf("%s: %d of %d", field, n[0], n[1])
		require.Greater(t, float64(n[0])/float64(n[1]), 0.98, field)
	}
}
