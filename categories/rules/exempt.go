package rules

import (
	"net/netip"
	"strconv"
	"strings"

	"github.com/nfstream/nfstream-go/risk"
)

// keyExempt is the key of words that exemption reads.
const keyExempt = "exempt"

// MaxExemptions bounds the exemptions from risks of a Set. Each is compared with each flow that has risks.
const MaxExemptions = 1 << 12

// Exempt returns the risks that are not to be reported of a flow with the name of a server and two ends.
func (s *Set) Exempt(host string, a, b netip.Addr) risk.Set {
	if s == nil {
		return 0
	}
	return risk.Exempted(s.exempt, host, a, b)
}

// exemption reads a word such as 192.0.2.0/24=susp_entropy.
func (in *input) exemption(line int, word string, _ uint32) {
	x, err := risk.ParseExemption(word)
	if err != nil {
		in.refuse(line, "%.100q: %w", word, err)
		return
	}
	in.exempts(line, x)
}

func (in *input) exempts(line int, x risk.Exemption) {
	if len(in.exempt) == MaxExemptions {
		in.refuse(line, "more than %d exemptions from risks", MaxExemptions)
		return
	}
	in.exempt = append(in.exempt, x)
}

// ndpiMask reads the rest of ip_risk_mask:192.0.2.0/24=0 or host_risk_mask:".example.com"=0: bits of the risks that are still
// reported, in decimal or, after 0x, in hexadecimal.
func (in *input) ndpiMask(line int, text string) {
	of, bits, _ := strings.Cut(text, "=")
	mask, err := strconv.ParseUint(strings.TrimSpace(bits), 0, 64)
	if err != nil {
		in.refuse(line, "%.100q: want a value, an equals sign and a mask of risks", text)
		return
	}
	x, err := risk.ParseExemption(unquote(strings.TrimSpace(of)))
	if err != nil {
		in.refuse(line, "%.100q: %w", text, err)
		return
	}
	if x.Risks = risk.All &^ risk.Set(mask); x.Risks != 0 {
		in.exempts(line, x)
	}
}
