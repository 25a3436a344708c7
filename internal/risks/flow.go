package risks

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/packet"
	"github.com/nfstream/nfstream-go/risk"
)

func flowEvaluators() []evaluator {
	return []evaluator{
		{risk.Of(risk.NonStandardPort), nonStandardPort},
		{risk.Of(risk.UnsafeProtocol), unsafeProtocol},
		{risk.Of(risk.Unidirectional), unidirectional},
		{risk.Of(risk.ConnectionIssues, risk.Probing), connectionIssues},
		{risk.Of(risk.TLSWithoutHTTPS), withoutHTTPS},
		{risk.Of(risk.AddressMismatch), addressMismatch},
		{risk.Of(risk.ErrorCode), errorCode},
		{risk.Of(risk.MinorIssues), minorIssues},
		{risk.Of(risk.DesktopSharing), desktopSharing},
		{risk.Of(risk.AnonymousSubscriber), anonymousSubscriber},
		{risk.Of(risk.RiskyASN), riskyASN},
		{risk.Of(risk.Periodic), periodic},
		{risk.Of(risk.Malformed), badChecksum},
	}
}

func flowDocs() []Doc {
	return []Doc{
		{risk.NonStandardPort, "The payload shows a protocol that has default ports, and neither port belongs to it or to the " +
			"application. STUN and data connections of FTP have no port of their own, mail that STARTTLS secures keeps that of plain " +
			"mail, and on port 445 belong SMB 2 and 3.", "IANA, Service Name and Transport Protocol Port Number Registry"},
		{risk.TLSWithoutHTTPS, "A client's hello of TLS 1.2 or later, or of DTLS, offers no application protocol (ALPN), which browsers " +
			"always do. Not for TLS within a protocol that is known, such as RDP.", "RFC 7301, RFC 9113 (section 3.2)"},
		{risk.Malformed, "A message of DNS whose sections are not what its header announces, or a message of ICMP with a wrong checksum. " +
			"Messages that the capture cut, or that came in fragments, do not count.", "RFC 1035 (section 4.1), RFC 792"},
		{risk.AddressMismatch, "The name belongs to an operator that serves it from networks of its own (Google, Facebook, Apple, " +
			"Microsoft's clouds, Amazon's), and neither end is in one of them. Questions of DNS for such a name count too, unless the " +
			"operator's resolver is asked. Proxies are left out.", "networks of categories/catalogue"},
		{risk.UnsafeProtocol, "The protocol or the application has the breed Unsafe, Potentially_Dangerous or Dangerous. Announcements of " +
			"NetBIOS over UDP are left out.", "categories/protocols.tsv"},
		{risk.RiskyASN, "An end is in an autonomous system that the user's rules list under risky_as. It needs a database of AS numbers.",
			"the user's rules, see rules.md"},
		{risk.DesktopSharing, "VNC, TeamViewer, AnyDesk, NoMachine or Radmin by payload or name, or RDP, for which its port is enough.",
			"categories/protocols.tsv"},
		{risk.ErrorCode, "The response code of DNS is not 0, the status of HTTP is 400 or more, or an SNMP response has an error.",
			"RFC 6895 (section 2.3), RFC 9110 (section 15), RFC 3416 (section 3)"},
		{risk.AnonymousSubscriber, "The source is in a network of a VPN, by the catalogue or a rule with the category VPN, " +
			"or is a relay of Tor by the consensus that is given.",
			"networks of categories/catalogue"},
		{risk.Unidirectional, "No packet came from the destination, which is no group of hosts.", "counters of the flow"},
		{risk.Periodic, "The flow is the sixth or later one from the same address to the same address and port at a steady pace: the " +
			"times between their starts differ by a tenth at most, and are ten seconds at least. Groups of hosts do not count.",
			"times of the flows"},
		{risk.MinorIssues, "An answer of DNS has a time to live of 0. Not of mDNS, in which it is a goodbye.",
			"RFC 1035 (section 3.2.1), RFC 6762 (section 10.1)"},
		{risk.ConnectionIssues, "A TCP connection was reset before any payload and before the client's FIN, or its first packet has no flag " +
			"(NULL scan), FIN alone (FIN scan), or FIN, PSH and URG (XMAS scan).", "RFC 9293 (section 3.5), Nmap Network Scanning (chapter 5)"},
		{risk.Probing, "TCP Connection Issues, with a reset and no payload.", "RFC 9293 (section 3.5)"},
	}
}

// transportOf returns the transport of an IP protocol with ports, 0 for none.
func transportOf(protocol uint8) categories.Transport {
	switch protocol {
	case 6:
		return categories.TransportTCP
	case 17:
		return categories.TransportUDP
	}
	return 0
}

// alike are the protocols whose ports another one uses too: mail after STARTTLS, and the requests of a proxy.
var alike = map[categories.ID]categories.ID{
	categories.SMTPS: categories.SMTP, categories.POPS: categories.POP3, categories.IMAPS: categories.IMAP,
	categories.FTPS: categories.FTPControl, categories.HTTPConnect: categories.HTTPProxy,
}

func nonStandardPort(f *flow.Flow, r *Reporter) {
	is, on := f.Label(), transportOf(f.Protocol())
	if on == 0 || !is.Recognised() || is.Protocol == categories.STUN || is.Protocol == categories.FTPData {
		return
	}
	src, dst := f.Src().Port(), f.Dst().Port()
	if _, any := categories.HasPort(is.Protocol, on, dst); !any {
		return
	}
	for _, port := range [...]uint16{src, dst} {
		owner := categories.DefaultPort(on, port)
		if owner != 0 && (owner == is.Protocol || owner == is.Application || owner == alike[is.Protocol]) {
			return
		}
	}
	port := min(src, dst) // the server's, unless the flow shows which end that is
	if s, ok := f.Signs(); ok && s.FirstFlags&(packet.SYN|packet.ACK) == packet.SYN {
		port = dst
	}
	r.Add(risk.NonStandardPort, is.Protocol.Name()+" on port "+decimal(port))
}
