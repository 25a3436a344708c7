package risk

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"
)

// Options says which risks are looked for. The zero Options is all of them, with the default thresholds.
type Options struct {
	// Only limits what is looked for, unless it is empty.
	Only Set
	// Off is what is not looked for.
	Off Set
	// Least is the least severity.
	Least Severity
	// Thresholds replace the default thresholds. 0 is the default.
	Thresholds Thresholds
	// Exempt are flows of which some risks are not reported.
	Exempt []Exemption
	// Malicious reports whether a fingerprint is known to be of malware: a client's JA3 or JA4, or the SHA-1 of a server's
	// certificate, all in lower case. Default: what rules give the category Malware. It is called by several goroutines.
	Malicious func(fingerprint string) bool
}

// Exemption is flows of which some risks are not reported.
type Exemption struct {
	// Host is the name of a server, or of a domain, whose hosts are meant too.
	Host string
	// Prefix is addresses of either end, if Host is empty.
	Prefix netip.Prefix
	// Risks are not reported. The empty Set is all.
	Risks Set
}

// Set returns the risks that are looked for.
func (o *Options) Set() Set {
	on := o.Only
	if on == 0 {
		on = All
	}
	on &= All &^ o.Off
	for id := ID(1); id <= Last; id++ {
		if id.Severity() < o.Least {
			on &^= 1 << id
		}
	}
	return on
}

// Check returns an error for what makes no sense.
func (o *Options) Check() error {
	if s := (o.Only | o.Off) &^ All; s != 0 {
		return fmt.Errorf("names risk %d: want 1 to %d", s.first(), Last)
	}
	if o.Least > Severe {
		return fmt.Errorf("has the severity %d: want at most %d", o.Least, Severe)
	}
	for t, v := range o.Thresholds {
		if v < 0 {
			return fmt.Errorf("has %s of %d: want at least 0", Threshold(t), v)
		}
	}
	for _, x := range o.Exempt {
		if x.Host == "" && !x.Prefix.IsValid() {
			return errors.New("exempts neither a host nor a prefix")
		}
	}
	return nil
}

// first returns the least member, also of what is no risk.
func (s Set) first() (id ID) {
	for s&1 == 0 {
		s >>= 1
		id++
	}
	return id
}

// ParseExemption reads an address, a prefix, or else a host, and perhaps an equals sign and the risks, separated by commas,
// such as 192.0.2.0/24=susp_entropy.
func ParseExemption(text string) (x Exemption, err error) {
	of, list, some := strings.Cut(text, "=")
	if p, err := netip.ParsePrefix(of); err == nil {
		x.Prefix = p.Masked()
	} else if a, err := netip.ParseAddr(of); err == nil {
		x.Prefix = netip.PrefixFrom(a, a.BitLen())
	} else {
		x.Host = strings.TrimPrefix(strings.TrimPrefix(of, "*"), ".")
	}
	if x.Host == "" && !x.Prefix.IsValid() {
		return x, errors.New("want a host, an address or a prefix")
	}
	for name := range strings.SplitSeq(list, ",") {
		id := Parse(name)
		switch {
		case !some:
		case id == 0:
			return x, fmt.Errorf("%q is no risk, or several", name)
		default:
			x.Risks |= Of(id)
		}
	}
	return x, nil
}

// Matches reports whether a flow with the name of a server and two ends is meant.
func (x *Exemption) Matches(host string, a, b netip.Addr) bool {
	if x.Host == "" {
		return x.Prefix.Contains(a) || x.Prefix.Contains(b)
	}
	at := len(host) - len(x.Host)
	return at >= 0 && strings.EqualFold(host[at:], x.Host) && (at == 0 || host[at-1] == '.')
}

// Set returns the risks that are not reported.
func (x *Exemption) Set() Set {
	if x.Risks == 0 {
		return All
	}
	return x.Risks
}

// Exempted returns which risks of a flow are not reported, by a list of exemptions.
func Exempted(list []Exemption, host string, a, b netip.Addr) (out Set) {
	for i := range list {
		if x := &list[i]; x.Matches(host, a, b) {
			out |= x.Set()
		}
	}
	return out
}
