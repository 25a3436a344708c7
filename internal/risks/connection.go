package risks

import (
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/packet"
	"github.com/nfstream/nfstream-go/risk"
)

const protoTCP = 6

func unidirectional(f *flow.Flow, r *Reporter) {
	if f.DstToSrc().Packets > 0 || groupAddress(f.Dst().Addr()) {
		return
	}
	r.Add(risk.Unidirectional, "no packet to the source")
}

// connectionIssues finds connections that end before any payload, and scans.
func connectionIssues(f *flow.Flow, r *Reporter) {
	s, ok := f.Signs()
	if !ok || !s.Started || f.Protocol() != protoTCP {
		return
	}
	quiet := s.Payloads[0]+s.Payloads[1] == 0
	issue := scan(&s)
	if issue == "" && quiet {
		issue = refused(&s)
	}
	if issue == "" {
		return
	}
	r.Add(risk.ConnectionIssues, issue)
	if quiet && (s.Flags[0]|s.Flags[1])&packet.RST != 0 {
		r.Add(risk.Probing, "TCP probing attempt")
	}
}

// scan names the scan that a first packet without SYN is of.
func scan(s *flow.Signs) string {
	switch s.FirstFlags &^ (packet.ECE | packet.CWR) {
	case 0:
		return "TCP NULL scan"
	case packet.FIN:
		return "TCP FIN scan"
	case packet.FIN | packet.PSH | packet.URG:
		return "TCP XMAS scan"
	}
	return ""
}

// refused says who reset a connection without payloads.
func refused(s *flow.Signs) string {
	switch {
	case s.Flags[1]&packet.RST != 0 && s.Flags[0]&packet.FIN == 0:
		return "Connection refused (server)"
	case s.Flags[0]&packet.RST != 0 && s.Flags[0]&packet.FIN == 0:
		return "Connection refused (client)"
	}
	return ""
}

// badChecksum finds damaged messages of ICMP. Protocols report their own damage.
func badChecksum(f *flow.Flow, r *Reporter) {
	if s, ok := f.Signs(); ok && s.BadChecksum {
		r.Add(risk.Malformed, "ICMP checksum")
	}
}
