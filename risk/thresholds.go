package risk

import "strings"

// Threshold is a bound of a risk that users may change.
type Threshold uint8

// Thresholds have a value for each Threshold, 0 for its default.
type Thresholds [numThresholds]int64

// The thresholds. Each has a line in thresholds.
const (
	ValidityDays   Threshold = iota // of LongValidity
	ExpiryDays                      // of ExpiresSoon
	DNSMessageSize                  // of LargeDNS
	DGABits                         // of DGA
	DNSNameLength                   // of SuspiciousDNS
	numThresholds
)

// thresholds are the names, defaults, units and meanings.
var thresholds = [numThresholds]struct {
	name      string
	byDefault int64
	id        ID
	doc       string
}{
	ValidityDays:   {"validity_days", 398, LongValidity, "days for which a certificate is valid at most"},
	ExpiryDays:     {"expiry_days", 30, ExpiresSoon, "days before the end of a certificate"},
	DNSMessageSize: {"dns_message_size", 512, LargeDNS, "bytes of a DNS message over UDP at most"},
	DGABits:        {"dga_bits", 6, DGA, "bits by which a domain is more probable as random characters than as a name"},
	DNSNameLength:  {"dns_name_length", 72, SuspiciousDNS, "bytes of a name in DNS that is asked for at most"},
}

// String returns the name of the threshold, such as expiry_days.
func (t Threshold) String() string { return thresholds[t].name }

// Default returns the value where none is set.
func (t Threshold) Default() int64 { return thresholds[t].byDefault }

// Risk returns the risk that the threshold belongs to.
func (t Threshold) Risk() ID { return thresholds[t].id }

// Doc says what the threshold bounds, with its unit.
func (t Threshold) Doc() string { return thresholds[t].doc }

// ParseThreshold returns the threshold of a name; ok is false where there is none.
func ParseThreshold(name string) (t Threshold, ok bool) {
	for t := range thresholds {
		if strings.EqualFold(thresholds[t].name, name) {
			return Threshold(t), true
		}
	}
	return 0, false
}

// AllThresholds returns all thresholds.
func AllThresholds() []Threshold {
	all := make([]Threshold, numThresholds)
	for i := range all {
		all[i] = Threshold(i)
	}
	return all
}

// Get returns the value in force.
func (v *Thresholds) Get(t Threshold) int64 {
	if v[t] != 0 {
		return v[t]
	}
	return thresholds[t].byDefault
}
