package dns

import "github.com/nfstream/nfstream-go/l7/metadata"

// Metadata is what was read of DNS, mDNS or LLMNR. The name asked for is metadata.Set.ServerName.
type Metadata struct {
	QueryType       uint16 // of the first question, 0 without one
	QueryClass      uint16 // of the first question, 0 without one
	ReplyCode       uint16 // with the bits of EDNS (RFC 6891, section 6.1.3)
	Queries         uint16 // questions
	Answers         uint16
	ResponseType    uint16 // of the first address in the answer, else of the first answer; 0 without one
	EDNSSize        uint16 // the largest UDP payload that the sender of the latest OPT record accepts, in bytes; 0 without one
	ResponseAddress string // the first in the answer

	// Response and TTLs are the records of the answer and the time to live of each, in seconds. They are listed only if a column
	// shows them, or risks are looked for.
	Response []Answer
	TTLs     []int64
}

// Answer is a record of the answer section. A Metadata has the first MaxAnswers.
type Answer struct {
	Type Type
	Text string // an address, or the name that the record leads to as a server name is shown; empty for other types
}

// MaxAnswers is how many answers a Metadata lists.
const MaxAnswers = 16

func columns() []*metadata.Column {
	type record = *Metadata
	return []*metadata.Column{
		metadata.Int("dns_query_type", "type of the first question, 0 without one",
			func(m record) int64 { return int64(m.QueryType) }).Unsigned(16).OrNone(),
		metadata.Int("dns_query_class", "class of the first question, 0 without one",
			func(m record) int64 { return int64(m.QueryClass) }).Unsigned(16).OrNone(),
		metadata.Int("dns_reply_code", "response code, with the bits that EDNS has",
			func(m record) int64 { return int64(m.ReplyCode) }).Unsigned(16),
		metadata.Int("dns_queries", "questions", func(m record) int64 { return int64(m.Queries) }).Unsigned(16),
		metadata.Int("dns_answers", "answers", func(m record) int64 { return int64(m.Answers) }).Unsigned(16),
		metadata.Int("dns_response_type", "type of the first answer, 0 without one",
			func(m record) int64 { return int64(m.ResponseType) }).Unsigned(16).OrNone(),
		metadata.Text("dns_response_address", "first address in the answer",
			func(m record) string { return m.ResponseAddress }),
		metadata.EachText("dns_response_addresses", "addresses in the answer, of its first 16 records", (*Metadata).address),
		metadata.EachText("dns_response_names", "names that the first 16 records of the answer lead to: of aliases, PTR, NS, MX, SRV",
			(*Metadata).name),
		metadata.Ints("dns_response_ttls", "time to live of the first 16 records of the answer, in seconds",
			func(m record) []int64 { return m.TTLs }).Unsigned(32),
		metadata.Text("dns_ptr", "name in the first PTR record of the answer", (*Metadata).ptr),
		metadata.Int("dns_edns_size", "largest UDP payload that the sender of the latest OPT record accepts (RFC 6891), 0 without one",
			func(m record) int64 { return int64(m.EDNSSize) }).Unsigned(16).OrNone().Measured("bytes"),
	}
}

// address returns an answer's text if it is an address, and false behind the last answer.
func (m *Metadata) address(i int) (text string, ok bool) { return m.text(i, true) }

// name returns an answer's text if it is a name, and false behind the last answer.
func (m *Metadata) name(i int) (text string, ok bool) { return m.text(i, false) }

func (m *Metadata) text(i int, address bool) (text string, ok bool) {
	if i >= len(m.Response) {
		return "", false
	}
	if a := &m.Response[i]; address == (a.Type == TypeA || a.Type == TypeAAAA) {
		text = a.Text
	}
	return text, true
}

func (m *Metadata) ptr() string {
	for i := range m.Response {
		if m.Response[i].Type == TypePTR {
			return m.Response[i].Text
		}
	}
	return ""
}
