package flow

// Labels is what inspection found out about a flow. Texts are empty and numbers zero where nothing was seen.
type Labels struct {
	Master, App uint16 // identifiers of the protocol registry
	Name        string // the column application_name, such as TLS.Google
	Category    string
	Breed       string
	Guessed     bool
	Confidence  uint8

	ClientInfo, ServerInfo string
	JA3Client, JA3Server   string
	ServerName             string
	UserAgent              string
	ContentType            string

	HTTP HTTPLabels
	TLS  TLSLabels
	QUIC QUICLabels
	DNS  DNSLabels
	SSH  SSHLabels

	TCPFingerprint string
}

// HTTPLabels is the metadata of HTTP.
type HTTPLabels struct {
	Method, URL, RequestContentType string
	Status                          uint16
}

// TLSLabels is the metadata of TLS, DTLS and the TLS inside QUIC. Lists are comma separated.
type TLSLabels struct {
	Version, Cipher              string
	ALPNOffered, ALPN            string
	SupportedVersions            string
	ServerNames, Subject, Issuer string
	CertSHA1                     string
	NotBefore, NotAfter          string
	JA4                          string
}

// QUICLabels is the metadata of QUIC.
type QUICLabels struct{ Version string }

// DNSLabels is the metadata of DNS.
type DNSLabels struct {
	QueryType, ReplyCode, Queries, Answers, ResponseType uint16
	ResponseAddress                                      string
}

// SSHLabels is the metadata of SSH.
type SSHLabels struct {
	Client, Server           string
	HASSHClient, HASSHServer string
}
