package dns_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/nfstream/nfstream-go/l7/dns"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/packet"
)

// seen is what a flow's messages say in the reference's terms: those of the first response with a record, and until
// then of the latest message.
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
		s.queryType = int(q.Type)
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

// sameText compares texts in lower case, as the reference shows them.
func sameText(want, got string) bool {
	got = strings.ToLower(strings.TrimSuffix(got, "."))
	return want == got || unprintable.ReplaceAllString(want, "") == unprintable.ReplaceAllString(got, "")
}

func compare(t testing.TB, c l7test.Tally, where string, l *label, s *seen) {
	c.Add(t, "hostname", where, sameText(l.NDPI.Hostname, s.hostname), l.NDPI.Hostname, s.hostname)
	want := l.NDPI.DNS
	if want == nil {
		return
	}
	c.Add(t, "query_type", where, want.QueryType == s.queryType, want.QueryType, s.queryType)
	c.Add(t, "num_queries", where, want.Queries == s.queries, want.Queries, s.queries)
	c.Add(t, "num_answers", where, want.Answers == s.answers, want.Answers, s.answers)
	c.Add(t, "reply_code", where, want.ReplyCode == s.replyCode, want.ReplyCode, s.replyCode)
	c.Add(t, "rsp_type", where, want.RspType == s.rspType, want.RspType, s.rspType)
	if len(want.RspAddr) > 0 {
		addr, _, _ := strings.Cut(want.RspAddr[0], ",")
		c.Add(t, "rsp_addr", where, addr == s.rspAddr, addr, s.rspAddr)
	}
}

func TestLabelsOverCorpus(t *testing.T) {
	counts := l7test.Tally{}
	for _, name := range l7test.Undamaged(t) {
		all, flows := l7test.LabelsByFlow[inspection](t, name), map[l7test.Ends]*seen{}
		l7test.Packets(t, name, func(p *packet.Packet) {
			e := l7test.EndsOf(p)
			if all[e] == nil {
				e = e.Reverse()
			}
			if l := all[e]; l == nil || e.Proto != 17 || l.NDPI.DNS == nil && l.NDPI.Proto != "MDNS" {
				return
			}
			if flows[e] == nil {
				flows[e] = &seen{}
			}
			flows[e].add(p.TransportPayload())
		})
		for e, s := range flows {
			compare(t, counts, name, all[e], s)
		}
	}
	counts.Require(t, 0.97) // of flows with several questions the reference shows another type
}
