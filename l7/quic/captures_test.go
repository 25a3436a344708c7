package quic_test

import (
	"testing"

	"github.com/nfstream/nfstream-go/l7/l7test"
)

// inspection is what the reference says of a flow.
type inspection struct {
	Hostname string `json:"hostname"`
	QUIC     *struct {
		Version   string `json:"quic_version"`
		UserAgent string `json:"user_agent"`
		TLS       struct {
			JA3        string `json:"ja3"`
			JA4        string `json:"ja4"`
			Advertised string `json:"advertised_alpns"`
			Versions   string `json:"tls_supported_versions"`
		} `json:"tls"`
	} `json:"quic"`
}

type label = l7test.Label[inspection]

// quicLabels returns the labels of a capture's flows that are QUIC.
func quicLabels(t testing.TB, capture string) []*label {
	t.Helper()
	return l7test.LabelsOf(t, capture, func(i *inspection) bool { return i.QUIC != nil })
}
