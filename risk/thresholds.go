package risk

import "strings"

// Threshold is a bound of a risk that users may change.
type Threshold uint8

// Thresholds have a value for each Threshold, 0 for its default.
type Thresholds [numThresholds]int64

// The thresholds. Each has a line in thresholds.
const (
	ValidityDays     Threshold = iota // of LongValidity
	ExpiryDays                        // of ExpiresSoon
	DNSMessageSize                    // of LargeDNS
	DGABits                           // of DGA
	DNSNameLength                     // of SuspiciousDNS
	ApacheVersion                     // of ObsoleteServer
	NginxVersion                      // of ObsoleteServer
	EntropyProgram                    // of SuspiciousEntropy
	EntropyPacked                     // of SuspiciousEntropy
	EntropyEncrypted                  // of SuspiciousEntropy
	EntropyRandom                     // of SuspiciousEntropy
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

	ApacheVersion: {"apache_version", 2004, ObsoleteServer, "least version of Apache, 1000 times the major one and the minor one"},
	NginxVersion:  {"nginx_version", 1022, ObsoleteServer, "least version of nginx, 1000 times the major one and the minor one"},

	EntropyProgram:   {"entropy_program", 4941, SuspiciousEntropy, "thousandths of a bit a byte from which a payload is like a program"},
	EntropyPacked:    {"entropy_packed", 6677, SuspiciousEntropy, "the same for a packed program"},
	EntropyEncrypted: {"entropy_encrypted", 7174, SuspiciousEntropy, "the same for an encrypted program"},
	EntropyRandom:    {"entropy_random", 7312, SuspiciousEntropy, "the same for encrypted or random data"},
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
