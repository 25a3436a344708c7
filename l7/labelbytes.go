package l7

import "unsafe"

// Bytes returns about how much memory the labels take, with their texts; 0 without labels. Texts that labels share with
// others count in full.
func (l *Labels) Bytes() int {
	if l == nil {
		return 0
	}
	n := allocated(int(unsafe.Sizeof(*l))) + allocated(len(l.ServerName))
	if l.HTTP != nil {
		n += l.HTTP.bytes()
	}
	if l.TLS != nil {
		n += l.TLS.bytes()
	}
	if q := l.QUIC; q != nil {
		n += allocated(int(unsafe.Sizeof(*q))) + texts(q.Version, q.UserAgent)
	}
	if d := l.DNS; d != nil {
		n += allocated(int(unsafe.Sizeof(*d))) + texts(d.ResponseAddress)
	}
	if s := l.SSH; s != nil {
		n += allocated(int(unsafe.Sizeof(*s))) + texts(s.Client, s.Server, s.HASSHClient, s.HASSHServer)
	}
	return n
}

func (h *HTTPLabels) bytes() int {
	return allocated(int(unsafe.Sizeof(*h))) +
		texts(h.Method, h.URL, h.UserAgent, h.OperatingSystem, h.RequestContentType, h.ContentType)
}

func (t *TLSLabels) bytes() int {
	return allocated(int(unsafe.Sizeof(*t))) + texts(t.Version, t.Cipher, t.ALPNOffered, t.ALPN, t.SupportedVersions,
		t.JA3, t.JA3S, t.JA4, t.ServerNames, t.Subject, t.Issuer, t.CertSHA1, t.NotBefore, t.NotAfter, t.EncryptedHello)
}

func texts(all ...string) (n int) {
	for _, s := range all {
		n += allocated(len(s))
	}
	return n
}
