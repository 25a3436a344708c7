package tls_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/packet"
)

// inOrder puts the segments of a direction in order and cuts what overlaps. Each connection's payloads, up to the first
// gap, are a list.
func inOrder(segments []l7test.Segment) (connections [][][]byte) {
	for len(segments) > 0 {
		n := 1
		for n < len(segments) && (segments[n].Flags&packet.SYN == 0 || segments[n].Seq == segments[0].Seq) {
			n++
		}
		if list := oneConnection(segments[:n]); len(list) > 0 {
			connections = append(connections, list)
		}
		segments = segments[n:]
	}
	return connections
}

func oneConnection(segments []l7test.Segment) (payloads [][]byte) {
	segments = slices.Clone(segments)
	base := segments[0].Seq
	for i := range segments {
		if segments[i].Flags&packet.SYN != 0 {
			segments[i].Seq++
		}
		if int32(segments[i].Seq-base) < 0 {
			base = segments[i].Seq
		}
	}
	slices.SortStableFunc(segments, func(a, b l7test.Segment) int { return int(int32(a.Seq-base)) - int(int32(b.Seq-base)) })
	next := uint32(0)
	for _, s := range segments {
		if isPadding(&s) {
			continue
		}
		if len(payloads) == 0 {
			next = s.Seq
		}
		skip := int32(next - s.Seq)
		if skip < 0 {
			return payloads
		}
		if int(skip) < len(s.Data) {
			payloads = append(payloads, s.Data[skip:])
			next = s.Seq + uint32(len(s.Data))
		}
	}
	return payloads
}

// isPadding reports whether a payload is none, or the Ethernet padding of an acknowledgement that some captures count
// in.
func isPadding(s *l7test.Segment) bool {
	return s.Flags == packet.ACK && len(s.Data) <= 6 && len(bytes.Trim(s.Data, "\x00")) == 0 || len(s.Data) == 0
}

// inspection is what the reference says of a flow.
type inspection struct {
	Hostname string `json:"hostname"`
	TLS      *struct {
		Version     string `json:"version"`
		Cipher      string `json:"cipher"`
		JA3         string `json:"ja3"`
		JA3S        string `json:"ja3s"`
		JA4         string `json:"ja4"`
		Advertised  string `json:"advertised_alpns"`
		Negotiated  string `json:"negotiated_alpn"`
		Versions    string `json:"tls_supported_versions"`
		ServerNames string `json:"server_names"`
		Issuer      string `json:"issuerDN"`
		Subject     string `json:"subjectDN"`
		Fingerprint string `json:"fingerprint"`
		NotAfter    string `json:"notafter"`
	} `json:"tls"`
}

type label = l7test.Label[inspection]

// tlsLabels returns the labels of a capture's flows that have TLS in them.
func tlsLabels(t testing.TB, capture string) []*label {
	t.Helper()
	return l7test.LabelsOf(t, capture, func(i *inspection) bool { return i.TLS != nil })
}
