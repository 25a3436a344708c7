package vpn

import "github.com/nfstream/nfstream-go/l7/metadata"

// OpenVPN is what was read of OpenVPN.
type OpenVPN struct {
	_ metadata.Uncompared

	Protection string // of the control channel, see openvpnProtection
}

func openvpnColumns() []*metadata.Column {
	type record = *OpenVPN
	return []*metadata.Column{
		metadata.Text("openvpn_protection", "of the control channel: none, tls-auth, tls-crypt or tls-crypt-v2",
			func(m record) string { return m.Protection }).Repeating(),
	}
}

// IKE is what was read of Internet Key Exchange.
type IKE struct {
	_ metadata.Uncompared

	Version   string // 1.0 or 2.0
	Exchange  uint8  // the type of the first exchange (IANA, ISAKMP and IKEv2 registries)
	Initiator string // SPI or cookie, in hexadecimal
	// Vendors are the identifiers of products and extensions in the first message: texts, or the first 16 bytes in hexadecimal.
	Vendors []string
}

func ikeColumns() []*metadata.Column {
	columns := metadata.TextColumns(`ike_version* 1.0 or 2.0
ike_initiator_spi of the initiator, in hexadecimal; the cookie in version 1`, func(m *IKE, i int) string {
		return [...]string{m.Version, m.Initiator}[i]
	})
	return append(columns, metadata.Int("ike_exchange", "type of the first exchange, as IANA numbers them",
		func(m *IKE) int64 { return int64(m.Exchange) }).Unsigned(8).OrNone(),
		metadata.Texts("ike_vendor_ids", "identifiers of products and extensions in the first message: texts, or in hexadecimal",
			func(m *IKE) []string { return m.Vendors }))
}
