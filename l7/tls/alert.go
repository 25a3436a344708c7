package tls

import "fmt"

// AlertLevel is how bad an alert is.
type AlertLevel uint8

// The levels of alerts.
const (
	LevelWarning AlertLevel = 1
	LevelFatal   AlertLevel = 2
)

// Alert is the description of an alert (RFC 8446, section 6, and the IANA registry TLS Alerts).
type Alert uint8

// String returns the name that the registry gives the alert, with spaces.
func (a Alert) String() string {
	if name, ok := alertNames[a]; ok {
		return name
	}
	return fmt.Sprintf("alert %d", uint8(a))
}

var alertNames = map[Alert]string{
	0: "close notify", 10: "unexpected message", 20: "bad record mac", 21: "decryption failed", 22: "record overflow",
	30: "decompression failure", 40: "handshake failure", 41: "no certificate", 42: "bad certificate",
	43: "unsupported certificate", 44: "certificate revoked", 45: "certificate expired", 46: "certificate unknown",
	47: "illegal parameter", 48: "unknown ca", 49: "access denied", 50: "decode error", 51: "decrypt error",
	52: "too many cids requested", 60: "export restriction", 70: "protocol version", 71: "insufficient security",
	80: "internal error", 86: "inappropriate fallback", 90: "user canceled", 100: "no renegotiation",
	109: "missing extension", 110: "unsupported extension", 111: "certificate unobtainable", 112: "unrecognized name",
	113: "bad certificate status response", 114: "bad certificate hash value", 115: "unknown psk identity",
	116: "certificate required", 120: "no application protocol", 121: "ech required",
}
