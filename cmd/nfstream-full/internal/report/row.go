package report

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/nfstream/nfstream-go"
)

// text is an index of the texts of a row.
type text int

// The texts of a row. Most have the name of a column in textColumns; the others are derived.
const (
	source text = iota
	destination
	sourcePort
	destinationPort
	protocol
	application
	category
	server
	tlsVersion
	tlsCipher
	ja4
	riskNames
	severity
	agent
	system
	ending
	service // protocol and destination port
	outcome
	lasting // class of duration
	sourceCountry
	destinationCountry
	texts // number of texts
)

// textColumns are the columns of texts up to ending, in the order above.
var textColumns = [...]string{"src_ip", "dst_ip", "src_port", "dst_port", "protocol", "application_name", "category_name",
	"requested_server_name", "tls_version", "tls_cipher", "ja4_client", "risks", "risk_severity", "user_agent", "as_name",
	"end_reason"}

// textNames are the names of texts in the page.
var textNames = [texts]string{"source", "destination", "sourcePort", "destinationPort", "protocol", "application", "category",
	"server", "tlsVersion", "tlsCipher", "ja4", "risks", "severity", "agent", "system", "ending", "service", "outcome", "lasting",
	"sourceCountry", "destinationCountry"}

// figureColumns are the columns that a report adds up.
var figureColumns = []string{"bidirectional_first_seen_ms", "bidirectional_duration_ms", "src2dst_packets", "dst2src_packets",
	"src2dst_raw_bytes", "dst2src_raw_bytes"}

const answersColumn = "dns_response_addresses"

// fields returns the columns of a report.
func fields() []string {
	all := append([]string{"id", answersColumn, signsColumn}, figureColumns...)
	all = append(all, textColumns[:]...)
	for _, c := range sizeClasses {
		all = append(all, c.column)
	}
	return all
}

// mostText is the maximum number of bytes of a text in the page. Longer ones are cut.
const mostText = 256

// figures are the numbers of a flow.
type figures struct {
	id              int64
	start, duration int64 // microseconds, start since 1970
	packets, bytes  [2]uint64
	sizes           [len(sizeClasses)]uint32 // packets by class; at most 2^32-1
}

func (f *figures) end() int64           { return f.start + f.duration }
func (f *figures) totalBytes() uint64   { return f.bytes[0] + f.bytes[1] }
func (f *figures) totalPackets() uint64 { return f.packets[0] + f.packets[1] }

// row is a flow as the report sees it. Its texts are borrowed until the next one is read.
type row struct {
	figures
	texts   [texts][]byte
	answers []byte // addresses of a DNS answer, comma separated
	space   [texts][]byte
}

// reader reads the columns of flows.
type reader struct {
	id, signs *nfstream.Column
	figures   []*nfstream.Column
	texts     []*nfstream.Column
	sizes     []*nfstream.Column
	answers   *nfstream.Column
	countries *countries
}

func newReader(columns []*nfstream.Column, located *countries) *reader {
	byName := map[string]*nfstream.Column{}
	for _, c := range columns {
		byName[c.Name] = c
	}
	r := &reader{id: byName["id"], signs: byName[signsColumn], answers: byName[answersColumn], countries: located}
	for _, name := range figureColumns {
		r.figures = append(r.figures, byName[name])
	}
	for _, name := range textColumns {
		r.texts = append(r.texts, byName[name])
	}
	for _, c := range sizeClasses {
		r.sizes = append(r.sizes, byName[c.column])
	}
	return r
}

// read reads a flow.
func (r *reader) read(f *nfstream.Flow, into *row) {
	into.id = r.id.Int(f)
	into.start, into.duration = r.figures[0].Int(f)/1000, max(0, r.figures[1].Int(f)/1000)
	for i := range 2 {
		into.packets[i], into.bytes[i] = uint64(r.figures[2+i].Int(f)), uint64(r.figures[4+i].Int(f))
	}
	for i, c := range r.sizes {
		into.sizes[i] = uint32(min(c.Int(f), math.MaxUint32))
	}
	for i, c := range r.texts {
		into.space[i] = c.AppendText(into.space[i][:0], f)
		into.texts[i] = safe(into.space[i])
	}
	into.answers = r.answers.AppendText(into.answers[:0], f)
	r.derive(f, into)
}

// derive sets the texts that are no columns.
func (r *reader) derive(f *nfstream.Flow, into *row) {
	into.texts[protocol] = protocolName(into.texts[protocol])
	into.space[service] = append(into.space[service][:0], into.texts[protocol]...)
	if port := into.texts[destinationPort]; string(port) != "0" {
		into.space[service] = append(append(into.space[service], ' '), port...)
	}
	into.texts[service] = into.space[service]
	into.texts[outcome] = []byte(signs(r.signs.Int(f)).outcome(into.packets[1]))
	into.texts[lasting] = []byte(durationClass(into.duration))
	if r.countries != nil {
		into.texts[sourceCountry] = []byte(r.countries.of(f.Src().Addr()))
		into.texts[destinationCountry] = []byte(r.countries.of(f.Dst().Addr()))
	}
}

// safe returns a text of at most mostText bytes, in which U+FFFD replaces format and control characters, such as those
// that change the direction of a text (Unicode TR36, section 2.6).
func safe(value []byte) []byte {
	if plainText(value) {
		return value
	}
	value = []byte(strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cf, unicode.Cc, unicode.Zl, unicode.Zp, unicode.Co) {
			return utf8.RuneError
		}
		return r
	}, string(value)))
	if len(value) <= mostText {
		return value
	}
	cut := mostText
	for !utf8.RuneStart(value[cut]) {
		cut--
	}
	return append(value[:cut:cut], "…"...)
}

func plainText(value []byte) bool {
	for _, b := range value {
		if b < ' ' || b > '~' {
			return false
		}
	}
	return len(value) <= mostText
}

// protocols are names of IP protocols (IANA, Assigned Internet Protocol Numbers).
var protocols = map[string]string{"0": "HOPOPT", "1": "ICMP", "2": "IGMP", "4": "IPv4", "6": "TCP", "17": "UDP", "41": "IPv6", "47": "GRE",
	"50": "ESP", "51": "AH", "58": "ICMPv6", "88": "EIGRP", "89": "OSPF", "103": "PIM", "112": "VRRP", "132": "SCTP"}

func protocolName(number []byte) []byte {
	if name := protocols[string(number)]; name != "" {
		return []byte(name)
	}
	return append([]byte("IP "), number...)
}

// durations are the classes of duration, by their upper bounds in microseconds.
var durations = [...]struct {
	below int64
	name  string
}{{1, "0"}, {1_000, "< 1 ms"}, {10_000, "1–10 ms"}, {100_000, "10–100 ms"}, {1_000_000, "0.1–1 s"}, {10_000_000, "1–10 s"},
	{60_000_000, "10–60 s"}, {600_000_000, "1–10 min"}, {3_600_000_000, "10–60 min"}, {1<<63 - 1, "≥ 1 h"}}

func durationClass(microseconds int64) string {
	i := 0
	for i < len(durations)-1 && microseconds >= durations[i].below {
		i++
	}
	return durations[i].name
}
