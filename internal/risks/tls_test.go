package risks_test

import (
	"encoding/binary"
	"slices"
	"time"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/internal/risks/riskstest"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/label"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/tls"
	"github.com/nfstream/nfstream-go/packet"
	"github.com/nfstream/nfstream-go/risk"
)

// tlsOf returns a flow of TLS with what was read of it.
func tlsOf(m tls.Metadata, s metadata.Set) riskstest.Flow {
	return labelled(label.Label{Protocol: categories.TLS, Confidence: label.ByInspection}, m, s)
}

func labelled(is label.Label, m tls.Metadata, s metadata.Set) riskstest.Flow {
	return riskstest.Flow{On: l7.TCP, Port: 443, Packets: []riskstest.Packet{{Flags: packet.ACK}}, Label: &is, Metadata: s.With(&m)}
}

// certified returns a flow of TLS to a.example with a certificate that is valid for days from a date on.
func certified(from string, days int, c metadata.Certificate) riskstest.Flow {
	c.NotBefore, _ = time.Parse(time.DateOnly, from)
	c.NotAfter = c.NotBefore.AddDate(0, 0, days)
	return tlsOf(tls.Metadata{Version: "TLSv1.2"}, metadata.Set{ServerName: "a.example", Certificate: &c})
}

const (
	ja413 = "t13i1516h2_8daaf6152771_02713d6af862"
	ja410 = "t10i150000_e2ff6cb279ee_000000000000"
)

var tlsCases = slices.Concat(versionCases, helloCases, certificateCases, bytesCases)

var versionCases = []riskstest.Case{
	{ID: risk.ObsoleteTLS, Fires: true, Detail: "TLSv1", Flow: tlsOf(tls.Metadata{Version: "TLSv1"}, metadata.Set{})},
	{ID: risk.ObsoleteTLS, Fires: true, Detail: "SSLv3", Flow: tlsOf(tls.Metadata{Version: "SSLv3"}, metadata.Set{})},
	{ID: risk.ObsoleteTLS, Fires: true, Detail: "DTLSv1.0", Flow: tlsOf(tls.Metadata{Version: "DTLSv1.0"}, metadata.Set{})},
	{ID: risk.ObsoleteTLS, Flow: tlsOf(tls.Metadata{Version: "TLSv1.2"}, metadata.Set{})},
	{ID: risk.ObsoleteTLS, Flow: tlsOf(tls.Metadata{Version: "TLSv1.3 (draft)"}, metadata.Set{})},
	{ID: risk.WeakCipher, Fires: true, Detail: "TLS_RSA_WITH_AES_128_CBC_SHA",
		Flow: tlsOf(tls.Metadata{Cipher: "TLS_RSA_WITH_AES_128_CBC_SHA"}, metadata.Set{})},
	{ID: risk.WeakCipher, Fires: true, Flow: tlsOf(tls.Metadata{Cipher: "TLS_ECDHE_RSA_WITH_RC4_128_SHA"}, metadata.Set{})},
	{ID: risk.WeakCipher, Fires: true, Flow: tlsOf(tls.Metadata{Cipher: "TLS_ECDH_RSA_WITH_AES_128_GCM_SHA256"}, metadata.Set{})},
	{ID: risk.WeakCipher, Fires: true, Flow: tlsOf(tls.Metadata{Cipher: "TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA"}, metadata.Set{})},
	{ID: risk.WeakCipher, Flow: tlsOf(tls.Metadata{Cipher: "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"}, metadata.Set{})},
	{ID: risk.WeakCipher, Flow: tlsOf(tls.Metadata{Cipher: "TLS_AES_128_GCM_SHA256"}, metadata.Set{})},
	{ID: risk.WeakCipher, Flow: tlsOf(tls.Metadata{}, metadata.Set{})},
}

var helloCases = []riskstest.Case{
	{ID: risk.MissingSNI, Fires: true, Flow: tlsOf(tls.Metadata{JA4: ja413}, metadata.Set{})},
	{ID: risk.MissingSNI, Flow: tlsOf(tls.Metadata{JA4: ja410}, metadata.Set{})},
	{ID: risk.MissingSNI, Flow: tlsOf(tls.Metadata{JA4: ja413}, metadata.Set{ServerName: "a.example"})},
	{ID: risk.MissingSNI, Flow: tlsOf(tls.Metadata{JA4: "dd2i1" + ja413[5:], Marks: tls.OffersSRTP}, metadata.Set{})},
	{ID: risk.MissingSNI, Flow: tlsOf(tls.Metadata{}, metadata.Set{})},
	{ID: risk.MissingSNI, Flow: labelled(label.Label{Protocol: categories.RDP, Confidence: label.ByInspection}, tls.Metadata{JA4: ja413},
		metadata.Set{})},
	{ID: risk.UncommonALPN, Fires: true, Detail: "anydesk/6.2.0/linux",
		Flow: tlsOf(tls.Metadata{ALPNOffered: "h2,anydesk/6.2.0/linux"}, metadata.Set{})},
	{ID: risk.UncommonALPN, Flow: tlsOf(tls.Metadata{ALPNOffered: "h2,http/1.1,h3-29,doq,doq-i02,hq-interop,spdy/3.1"}, metadata.Set{})},
	{ID: risk.UncommonALPN, Flow: tlsOf(tls.Metadata{}, metadata.Set{})},
	{ID: risk.ALPNMismatch, Fires: true, Detail: "http/1.1", Flow: tlsOf(tls.Metadata{ALPNOffered: "spdy/3.1,http/1.1"}, metadata.Set{})},
	{ID: risk.ALPNMismatch, Flow: tlsOf(tls.Metadata{ALPNOffered: "doq"}, metadata.Set{})},
	{ID: risk.ALPNMismatch, Flow: tlsOf(tls.Metadata{ALPNOffered: "h2"}, metadata.Set{ServerName: "a.example"})},
	{ID: risk.MaliciousFingerprint, Fires: true, Detail: "JA4 of IcedID",
		Flow: tlsOf(tls.Metadata{JA4: "t13d201100_2b729b4bf6f3_9e7b989ebec8"}, metadata.Set{})},
	{ID: risk.MaliciousFingerprint, Flow: tlsOf(tls.Metadata{JA4: ja413}, metadata.Set{})},
}

var certificateCases = []riskstest.Case{
	{ID: risk.SelfSigned, Fires: true, Detail: "CN=a", Flow: certified("2023-12-01", 300, metadata.Certificate{Issuer: "CN=a", SelfIssued: true})},
	{ID: risk.SelfSigned, Flow: certified("2023-12-01", 300, metadata.Certificate{Issuer: "CN=a"})},
	{ID: risk.SelfSigned, Flow: labelled(label.Label{Protocol: categories.RDP, Confidence: label.ByInspection}, tls.Metadata{},
		metadata.Set{Certificate: &metadata.Certificate{SelfIssued: true}})},
	{ID: risk.SelfSigned, Flow: labelled(label.Label{Protocol: categories.TLS, Application: categories.AnyDesk}, tls.Metadata{},
		metadata.Set{Certificate: &metadata.Certificate{SelfIssued: true}})},
	{ID: risk.SelfSigned, Flow: tlsOf(tls.Metadata{Marks: tls.OffersSRTP}, metadata.Set{Certificate: &metadata.Certificate{SelfIssued: true}})},
	{ID: risk.CertificateExpired, Fires: true, Detail: "expired 2024-01-01", Flow: certified("2023-01-01", 365, metadata.Certificate{})},
	{ID: risk.CertificateExpired, Fires: true, Detail: "valid from 2024-01-03", Flow: certified("2024-01-03", 365, metadata.Certificate{})},
	{ID: risk.CertificateExpired, Flow: certified("2023-01-04", 365, metadata.Certificate{})},
	{ID: risk.CertificateExpired, Flow: tlsOf(tls.Metadata{}, metadata.Set{Certificate: &metadata.Certificate{}})},
	{ID: risk.ExpiresSoon, Fires: true, Detail: "expires 2024-01-04", Flow: certified("2023-01-04", 365, metadata.Certificate{})},
	{ID: risk.ExpiresSoon, Flow: certified("2023-02-02", 365, metadata.Certificate{})},
	{ID: risk.ExpiresSoon, Flow: certified("2023-01-01", 365, metadata.Certificate{})},
	{ID: risk.LongValidity, Fires: true, Detail: "399 days", Flow: certified("2023-06-01", 399, metadata.Certificate{})},
	{ID: risk.LongValidity, Flow: certified("2023-06-01", 398, metadata.Certificate{})},
	{ID: risk.LongValidity, Flow: certified("2020-08-31", 3650, metadata.Certificate{})},
	{ID: risk.CertificateMismatch, Fires: true, Detail: "a.example is none of b.example,*.a.example",
		Flow: certified("2023-12-01", 300, metadata.Certificate{Names: "b.example,*.a.example", Named: true})},
	{ID: risk.CertificateMismatch, Fires: true, Flow: certified("2023-12-01", 300, metadata.Certificate{Named: true})},
	{ID: risk.CertificateMismatch, Flow: certified("2023-12-01", 300, metadata.Certificate{Names: "b.example,a.example", Named: true})},
	{ID: risk.CertificateMismatch, Flow: certified("2023-12-01", 300, metadata.Certificate{Names: "*.example", Named: true})},
	{ID: risk.CertificateMismatch, Flow: certified("2023-12-01", 300, metadata.Certificate{Subject: "CN=b.example"})},
	{ID: risk.MaliciousCertificate, Fires: true, Detail: "SHA-1 abc", Flow: listed("abc")},
	{ID: risk.MaliciousCertificate, Flow: listed("abcd")},
	{ID: risk.MaliciousFingerprint, Fires: true, Detail: "JA4 " + ja413, Flow: listed(ja413)},
	{ID: risk.MaliciousFingerprint, Flow: listed("abc")},
}

// listed returns a flow of TLS with a certificate abc, where a fingerprint is malicious.
func listed(fingerprint string) riskstest.Flow {
	f := tlsOf(tls.Metadata{JA4: ja413}, metadata.Set{Certificate: &metadata.Certificate{SHA1: "abc"}})
	f.Options.Malicious = func(s string) bool { return s == fingerprint }
	return f
}

// bytesCases are of what sessions report.
var bytesCases = []riskstest.Case{
	{ID: risk.SuspiciousExtension, Fires: true, Detail: "extension 65486", Flow: helloWith(65486, 2)},
	{ID: risk.SuspiciousExtension, Flow: helloWith(0xfafa, 2)},
	{ID: risk.SuspiciousExtension, Flow: helloWith(65037, 2)},
	{ID: risk.ObfuscatedTraffic, Fires: true, Detail: "padding of 509 bytes", Flow: helloWith(21, 509)},
	{ID: risk.ObfuscatedTraffic, Flow: helloWith(21, 508)},
	{ID: risk.ObfuscatedTraffic, Flow: helloWith(35, 800)},
	{ID: risk.FatalAlert, Fires: true, Detail: "handshake failure", Flow: helloWith(0, 0, "\x15\x03\x03\x00\x02\x02\x28")},
	{ID: risk.FatalAlert, Flow: helloWith(0, 0, "\x15\x03\x03\x00\x02\x01\x70")},
}

// helloWith returns a flow that begins with a hello with an extension of some bytes, unless these are 0, and answers.
func helloWith(extension uint16, size int, answers ...string) riskstest.Flow {
	list := []byte("\x00\x0a\x00\x04\x00\x02\x00\x1d")
	if size > 0 {
		list = binary.BigEndian.AppendUint16(list, extension)
		list = append(binary.BigEndian.AppendUint16(list, uint16(size)), make([]byte, size)...)
	}
	body := append([]byte{3, 3}, make([]byte, 33)...)
	body = append(body, 0, 2, 0x13, 1, 1, 0, byte(len(list)>>8), byte(len(list)))
	body = append(body, list...)
	message := append([]byte{1, 0, byte(len(body) >> 8), byte(len(body))}, body...)
	record := append([]byte{22, 3, 1, byte(len(message) >> 8), byte(len(message))}, message...)
	return riskstest.Flow{On: l7.TCP, Port: 443, Turns: append([]string{string(record)}, answers...)}
}
