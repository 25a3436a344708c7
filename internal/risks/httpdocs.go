package risks

import "github.com/nfstream/nfstream-go/risk"

func httpDocs() []Doc {
	return []Doc{
		{risk.XSS, "A value in the query of the first request of HTTP, or its path, holds a script that was injected into HTML, by the tokenizer " +
			"of libinjection. Tiny builds and those for MIPS lack it.", "https://github.com/corazawaf/libinjection-go"},
		{risk.SQLInjection, "A value in the query of the first request of HTTP, or its path, holds SQL that was injected, by the fingerprints of " +
			"libinjection. Tiny builds and those for MIPS lack it.", "https://github.com/corazawaf/libinjection-go"},
		{risk.RCEInjection, "A value in the query of the first request of HTTP, or its path, runs a command: a known program after what separates " +
			"commands of a shell, the path of a shell, or a function of PHP that runs code; or the path is that of a web shell.",
			"POSIX, Shell Command Language, section 2; OWASP, Command Injection"},
		{risk.BinaryApplication, "HTTP brings a program: its body begins as one, or as a script of a shell or of PHP, its media type is one of " +
			"programs, or its file name ends in exe, msi or cab; but for hosts of windowsupdate.com. Or the first payload of another flow begins " +
			"as a program.", "PE Format; ELF; Mach-O; Java VM Specification, chapter 4; IANA, Media Types"},
		{risk.SuspiciousUserAgent, "The first request of HTTP has no user agent, or one of less than 4 or more than 255 bytes, one with marks of " +
			"code, or a word of random letters.", "RFC 9110, section 10.1.5"},
		{risk.SuspiciousURL, "The path of the first request of HTTP hides dots or slashes: encoded twice, in UTF-8 of more bytes than needed, or " +
			"with a zero.", "RFC 3629, section 3; CWE-22; CWE-177"},
		{risk.SuspiciousHeader, "The first request of HTTP has a field that describes the host to its master, such as Cores or Osversion, or its " +
			"host is an IPv4 address that is not an end of the flow, unless it goes to a proxy; or the server names itself with characters beside " +
			"printable ASCII.", "RFC 9110, sections 5.1, 7.2 and 10.2.4"},
		{risk.SuspiciousContent, "A body of HTTP of a type of text, JSON or a form, without a coding, begins with bytes that are neither printable " +
			"text in UTF-8 nor an archive.", "RFC 9110, section 8.3; RFC 3629"},
		{risk.SuspiciousEntropy, "Payloads do not show what the flow is, or it is ICMP, and the last of its first four payloads (of ICMP the first) " +
			"is as random as a program or more. " + entropyRates, "Lyda and Hamrock, Using Entropy Analysis to Find Encrypted and Packed Malware, IEEE Security & Privacy 5(2), 2007"},
		{risk.PossibleExploit, "The first request of HTTP asks for a path that begins with a dot, but for .well-known, or has a host that is no " +
			"host name, or has a look-up of JNDI in a field or the target; a request for the administration or uploads of WordPress fails; Java " +
			"loads Java classes; or a flow of no known protocol begins with a script.", "RFC 8615; RFC 1034, section 3.1; CVE-2021-44228"},
		{risk.Crawler, "The user agent of the first request of HTTP says that it is a robot or crawler, or names the web page of its maker.",
			"RFC 9309"},
		{risk.ObsoleteServer, "The first final response of HTTP names a version of Apache or nginx that gets no corrections any more.",
			"https://endoflife.date/apache, https://endoflife.date/nginx"},
		{risk.BinaryTransfer, "HTTP brings a file that is no program: bytes of no further type, an archive by its type, or content with a file " +
			"name. It is an attempt if the status is not one of success.", "RFC 6266; IANA, Media Types"},
	}
}

func mailDocs() []Doc {
	return []Doc{
		{risk.ClearTextCredentials, "A user logs in without encryption: by Basic or Digest of HTTP, FTP, POP3, IMAP, SMTP, IRC, Telnet or rsh.",
			"RFC 7617; RFC 7616; RFC 959; RFC 1939; RFC 9051; RFC 4954; RFC 2812"},
	}
}

// entropyRates are the rates that TestEntropyRates measures.
const entropyRates = ""
