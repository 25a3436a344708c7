package risk

// The risks. docs/risks.md says when each is reported.
const (
	XSS                  ID = 1 + iota // XSS Attack
	SQLInjection                       // SQL Injection
	RCEInjection                       // RCE Injection
	BinaryApplication                  // Binary App Transfer
	NonStandardPort                    // Known Proto on Non Std Port
	SelfSigned                         // Self-signed Cert
	ObsoleteTLS                        // Obsolete TLS (v1.1 or older)
	WeakCipher                         // Weak TLS Cipher
	CertificateExpired                 // TLS Cert Expired
	CertificateMismatch                // TLS Cert Mismatch
	SuspiciousUserAgent                // HTTP Susp User-Agent
	NumericHost                        // HTTP/TLS/QUIC Numeric Hostname/SNI
	SuspiciousURL                      // HTTP Susp URL
	SuspiciousHeader                   // HTTP Susp Header
	TLSWithoutHTTPS                    // TLS (probably) Not Carrying HTTPS
	DGA                                // Susp DGA Domain name
	Malformed                          // Malformed Packet
	ObsoleteSSHClient                  // SSH Obsolete Cli Vers/Cipher
	ObsoleteSSHServer                  // SSH Obsolete Ser Vers/Cipher
	InsecureSMB                        // SMB Insecure Vers
	AddressMismatch                    // Mismatching Protocol with server IP address
	UnsafeProtocol                     // Unsafe Protocol
	SuspiciousDNS                      // Susp DNS Traffic
	MissingSNI                         // Missing SNI TLS Extn
	SuspiciousContent                  // HTTP Susp Content
	RiskyASN                           // Risky ASN
	RiskyDomain                        // Risky Domain Name
	MaliciousFingerprint               // Malicious Fingerprint
	MaliciousCertificate               // Malicious SSL Cert/SHA1 Fingerp.
	DesktopSharing                     // Desktop/File Sharing
	UncommonALPN                       // Uncommon TLS ALPN
	LongValidity                       // TLS Cert Validity Too Long
	SuspiciousExtension                // TLS Susp Extn
	FatalAlert                         // TLS Fatal Alert
	SuspiciousEntropy                  // Susp Entropy
	ClearTextCredentials               // Clear-Text Credentials
	LargeDNS                           // Large DNS Packet (512+ bytes)
	FragmentedDNS                      // Fragmented DNS Message
	InvalidCharacters                  // Non-Printable/Invalid Chars Detected
	PossibleExploit                    // Possible Exploit Attempt
	ExpiresSoon                        // TLS Cert About To Expire
	IDN                                // IDN Domain Name
	ErrorCode                          // Error Code
	Crawler                            // Crawler/Bot
	AnonymousSubscriber                // Anonymous Subscriber
	Unidirectional                     // Unidirectional Traffic
	ObsoleteServer                     // HTTP Obsolete Server
	Periodic                           // Periodic Flow
	MinorIssues                        // Minor Issues
	ConnectionIssues                   // TCP Connection Issues
	UnresolvedHost                     // Unresolved hostname
	ALPNMismatch                       // ALPN/SNI Mismatch
	MalwareHost                        // Client Contacted A Malware Host
	BinaryTransfer                     // Binary File/Data Transfer (Attempt)
	Probing                            // Probing Attempt
	ObfuscatedTraffic                  // Obfuscated Traffic
)

// names are those of the risks in order, as nDPI 5.0 writes them.
const names = "" +
	"XSS Attack\n" +
	"SQL Injection\n" +
	"RCE Injection\n" +
	"Binary App Transfer\n" +
	"Known Proto on Non Std Port\n" +
	"Self-signed Cert\n" +
	"Obsolete TLS (v1.1 or older)\n" +
	"Weak TLS Cipher\n" +
	"TLS Cert Expired\n" +
	"TLS Cert Mismatch\n" +
	"HTTP Susp User-Agent\n" +
	"HTTP/TLS/QUIC Numeric Hostname/SNI\n" +
	"HTTP Susp URL\n" +
	"HTTP Susp Header\n" +
	"TLS (probably) Not Carrying HTTPS\n" +
	"Susp DGA Domain name\n" +
	"Malformed Packet\n" +
	"SSH Obsolete Cli Vers/Cipher\n" +
	"SSH Obsolete Ser Vers/Cipher\n" +
	"SMB Insecure Vers\n" +
	"Mismatching Protocol with server IP address\n" +
	"Unsafe Protocol\n" +
	"Susp DNS Traffic\n" +
	"Missing SNI TLS Extn\n" +
	"HTTP Susp Content\n" +
	"Risky ASN\n" +
	"Risky Domain Name\n" +
	"Malicious Fingerprint\n" +
	"Malicious SSL Cert/SHA1 Fingerp.\n" +
	"Desktop/File Sharing\n" +
	"Uncommon TLS ALPN\n" +
	"TLS Cert Validity Too Long\n" +
	"TLS Susp Extn\n" +
	"TLS Fatal Alert\n" +
	"Susp Entropy\n" +
	"Clear-Text Credentials\n" +
	"Large DNS Packet (512+ bytes)\n" +
	"Fragmented DNS Message\n" +
	"Non-Printable/Invalid Chars Detected\n" +
	"Possible Exploit Attempt\n" +
	"TLS Cert About To Expire\n" +
	"IDN Domain Name\n" +
	"Error Code\n" +
	"Crawler/Bot\n" +
	"Anonymous Subscriber\n" +
	"Unidirectional Traffic\n" +
	"HTTP Obsolete Server\n" +
	"Periodic Flow\n" +
	"Minor Issues\n" +
	"TCP Connection Issues\n" +
	"Unresolved hostname\n" +
	"ALPN/SNI Mismatch\n" +
	"Client Contacted A Malware Host\n" +
	"Binary File/Data Transfer (Attempt)\n" +
	"Probing Attempt\n" +
	"Obfuscated Traffic"

// weights has a letter for each risk: its severity, and in threes how much of the score is the client's: a tenth, half or
// nine tenths.
const weights = "lllkeiiighibiibibidiibfeieeiebeeibbieeildaaaebdaaeeeleei"
