package tls

import (
	"strconv"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/risk"
)

// ReportRisks reports what risks the client's hello shows that its metadata does not.
func (h *ClientHello) ReportRisks(c *l7.Ctx) {
	for t, data := range h.Extensions.All() {
		if !t.customary() {
			c.Risk(risk.SuspiciousExtension, "extension "+strconv.Itoa(int(t)))
		}
		if t == ExtPadding && len(data) > maxPadding {
			c.Risk(risk.ObfuscatedTraffic, "padding of "+strconv.Itoa(len(data))+" bytes")
		}
	}
}

// maxPadding is the longest padding that a client has a reason for: it fills a hello of more than 255 bytes to 512 or more
// (RFC 7685, section 4). Some clients fill shorter ones too.
const maxPadding = 508

// lastRegistered is the last of the extensions that IANA has numbered in a row.
const lastRegistered ExtensionType = 62

// customary reports whether an extension is in IANA's registry, reserved by RFC 8701, or an experiment that many clients
// have had.
func (t ExtensionType) customary() bool {
	switch t {
	case ExtNPN, ExtECH, ExtQUICParametersDraft,
		0x4469, 0x44cd, // application settings, of Chrome
		0x754f, 0x7550, // channel identifiers, of Chrome
		0xfd00, // ech_outer_extensions
		0xff01, // renegotiation_info (RFC 5746)
		0x0066, 0x0081, 0x040b, 0x4138, 0xcc13, 0xcc14, 0xe013, 0xfeff, 0xff85:
		return true
	}
	return t <= lastRegistered || IsGREASE(uint16(t))
}
