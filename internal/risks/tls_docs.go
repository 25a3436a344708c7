package risks

import "github.com/nfstream/nfstream-go/risk"

func tlsDocs() []Doc {
	return []Doc{
		{risk.SelfSigned, "The certificate's issuer is its subject. AnyDesk, media of WebRTC, and protocols that begin TLS by " +
			"themselves, such as RDP, do without an authority and are left out.", "RFC 5280, section 3.2; RFC 8827, section 6.5"},
		{risk.ObsoleteTLS, "The version is older than TLS 1.2 or DTLS 1.2: the one that the server chose, or the client's best " +
			"without an answer.", "RFC 8996; RFC 7568; RFC 6176"},
		{risk.WeakCipher, "The suite that the server chose has no forward secrecy (TLS_RSA_, static DH and ECDH), or uses RC4, RC2, DES, " +
			"3DES, IDEA, MD5, no encryption, no authentication, or keys that were weakened for export.", "RFC 9325, section 4.1; RFC 7465"},
		{risk.CertificateExpired, "The certificate had expired when the flow began, or was not valid yet.", "RFC 5280, section 4.1.2.5"},
		{risk.CertificateMismatch, "The certificate has alternative names, and none is the name that the client asks for. An " +
			"asterisk stands for one label. A certificate without alternative names is not judged.", "RFC 9525, section 6"},
		{risk.MissingSNI, "The client of TLS, DTLS or QUIC names no server, though it knows TLS 1.1 or later. Media of WebRTC are left out.",
			"RFC 6066, section 3; RFC 8446, section 9.2"},
		{risk.UncommonALPN, "The client offers a protocol that is neither registered nor a draft or variant of HTTP/2, HTTP/3, SPDY or DoQ.",
			"IANA, TLS Application-Layer Protocol Negotiation (ALPN) Protocol IDs"},
		{risk.LongValidity, "The certificate is of September 2020 or later, and valid for more than validity_days.",
			"CA/Browser Forum, Baseline Requirements 1.7.3, section 6.3.2"},
		{risk.SuspiciousExtension, "The client's hello has an extension that is neither registered nor widespread, such as the abandoned ESNI.",
			"IANA, TLS ExtensionType Values; RFC 8701"},
		{risk.FatalAlert, "A side ends the handshake by a fatal alert in the clear.", "RFC 8446, section 6.2"},
		{risk.ExpiresSoon, "The certificate expires within expiry_days after the flow's first packet.", "RFC 5280, section 4.1.2.5"},
		{risk.ALPNMismatch, "The client offers HTTP and names no server, which web clients do. Media of WebRTC are left out.",
			"RFC 9110, section 4.2.2; RFC 7301"},
		{risk.ObfuscatedTraffic, "The padding of the client's hello is longer than 508 bytes, which hides what the hello's length would " +
			"reveal.", "RFC 7685, section 4"},
	}
}

func sshDocs() []Doc {
	return []Doc{
		{risk.ObsoleteSSHClient, "The client speaks version 1 only, is OpenSSH before 7.0 or dropbear before 2019, or offers RC4, " +
			"3DES, Blowfish, CAST-128, IDEA, DES or no cipher.", "RFC 4253, section 5; RFC 8758; RFC 8429, section 5"},
		{risk.ObsoleteSSHServer, "The same of the server.", "RFC 4253, section 5; RFC 8758; RFC 8429, section 5"},
		{risk.InsecureSMB, "The flow is a session of SMB version 1. Datagrams of NetBIOS, which announce hosts, are left out.", "MS-CIFS; Microsoft, Stop using SMB1 (2016)"},
	}
}
