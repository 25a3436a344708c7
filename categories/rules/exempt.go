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

// RiskyAS returns the number of the autonomous system of an address if a rule calls it risky, else 0. It needs a database of
// AS numbers.
func (s *Set) RiskyAS(a netip.Addr) uint32 {
	if s == nil || len(s.riskyAS) == 0 {
		return 0
	}
	if as, ok := s.AS(a); ok && s.riskyAS[as.Number] {
		return as.Number
	}
	return 0
}

// keyRiskyAS is the key of numbers of autonomous systems that are risky.
const keyRiskyAS = "risky_as"

func (in *input) riskySystem(line int, word string, _ uint32) {
	n, err := strconv.ParseUint(strings.TrimPrefix(strings.ToUpper(word), "AS"), 10, 32)
	if err != nil || n == 0 {
		in.refuse(line, "%.100q is no number of an autonomous system", word)
		return
	}
	if in.riskyAS == nil {
		in.riskyAS = map[uint32]bool{}
	}
	in.riskyAS[uint32(n)] = true
}
