package risks_test

import (
	"strings"

	"github.com/nfstream/nfstream-go/internal/risks/riskstest"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/risk"
)

// wireName encodes a name.
func wireName(name string) string {
	var b strings.Builder
	for label := range strings.SplitSeq(name, ".") {
		b.WriteByte(byte(len(label)))
		b.WriteString(label)
	}
	return b.String() + "\x00"
}

// dnsQuery asks for a name and a type.
func dnsQuery(name string, kind byte) string {
	return "\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00" + wireName(name) + "\x00" + string([]byte{kind}) + "\x00\x01"
}

// dnsReply answers it by an address and a response code, with further records.
func dnsReply(name string, kind, code byte, more ...string) string {
	answer := "\xc0\x0c\x00" + string([]byte{kind}) + "\x00\x01\x00\x00\x00\x3c\x00\x04\xc0\x00\x02\x01"
	answers := byte(1)
	if code != 0 {
		answer, answers = "", 0
	}
	return "\x12\x34\x81" + string([]byte{0x80 | code, 0, 1, 0, answers, 0, 0, 0, byte(len(more))}) +
		dnsQuery(name, kind)[12:] + answer + strings.Join(more, "")
}

// opt is an OPT record of a size with an option of zeros.
func opt(size string, zeros int) string {
	return "\x00\x00\x29" + size + "\x00\x00\x00\x00" + string([]byte{byte((zeros + 4) >> 8), byte(zeros + 4)}) +
		"\x00\x0c" + string([]byte{byte(zeros >> 8), byte(zeros)}) + strings.Repeat("\x00", zeros)
}

func overDNS(turns ...string) riskstest.Flow {
	return riskstest.Flow{On: l7.UDP, Port: 53, Turns: turns}
}

const made = "e6r5p57kbafwrxj3plz"

var (
	tunnel = strings.Repeat("0123456789abcdef", 3) + "a1"
	big    = opt("\x02\x00", 600)
	fits   = opt("\x10\x00", 600)
)

var dnsCases = []riskstest.Case{
	{ID: risk.SuspiciousDNS, Fires: true, Detail: "label of 50 bytes: " + tunnel, Flow: overDNS(dnsQuery(tunnel+".example.org", 1))},
	{ID: risk.SuspiciousDNS, Flow: overDNS(dnsQuery(tunnel[:48]+".example.org", 1))},
	{ID: risk.SuspiciousDNS, Flow: riskstest.Flow{On: l7.UDP, Port: 5353, Src: "192.0.2.1:5353",
		Turns: []string{"\x00\x00\x00\x00" + dnsQuery(tunnel+".local", 12)[4:]}}},
	{ID: risk.SuspiciousDNS, Fires: true, Detail: "obsolete record type HINFO", Flow: overDNS(dnsQuery("a.example.org", 13))},
	{ID: risk.SuspiciousDNS, Fires: true, Detail: "obsolete record type TYPE11", Flow: overDNS(dnsQuery("a.example.org", 11))},
	{ID: risk.SuspiciousDNS, Flow: overDNS(dnsQuery("a.example.org", 16))},

	{ID: risk.RiskyDomain, Fires: true, Detail: "answered: " + made,
		Flow: overDNS(dnsQuery("www."+made+".com", 1), dnsReply("www."+made+".com", 1, 0))},
	{ID: risk.RiskyDomain, Flow: overDNS(dnsQuery("www."+made+".com", 1), dnsReply("www."+made+".com", 1, 3))},
	{ID: risk.RiskyDomain, Flow: overDNS(dnsQuery("www."+made+".com", 1))},
	{ID: risk.RiskyDomain, Flow: overDNS(dnsQuery("www.wonderful.org", 1), dnsReply("www.wonderful.org", 1, 0))},

	{ID: risk.LargeDNS, Fires: true, Detail: "662 bytes",
		Flow: overDNS(dnsQuery("a.example.org", 1), dnsReply("a.example.org", 1, 0, big))},
	{ID: risk.LargeDNS, Flow: overDNS(dnsQuery("a.example.org", 1), dnsReply("a.example.org", 1, 0, fits))},
	{ID: risk.LargeDNS, Flow: overDNS(dnsQuery("a.example.org", 1), dnsReply("a.example.org", 1, 0))},

	{ID: risk.FragmentedDNS, Fires: true, Flow: riskstest.Flow{On: l7.UDP, Port: 53,
		Packets: []riskstest.Packet{{Payload: dnsQuery("a.example.org", 1)},
			{Dir: 1, Payload: dnsReply("a.example.org", 1, 0), Fragment: true}}}},
	{ID: risk.FragmentedDNS, Flow: overDNS(dnsQuery("a.example.org", 1), dnsReply("a.example.org", 1, 0))},
}
