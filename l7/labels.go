package l7

// Labels is what was read of a flow's protocols. A part is nil where nothing was read. Labels belong to one flow and do
// not change once it has ended, so that copies of the flow share them.
type Labels struct {
	ServerName string // SNI, HTTP host, DNS name: whatever names the server
	HTTP       *HTTPLabels
	TLS        *TLSLabels
	QUIC       *QUICLabels
	DNS        *DNSLabels
	SSH        *SSHLabels
}

// HTTPLabels is the metadata of HTTP.
type HTTPLabels struct {
	Method, URL        string // of the first request; the URL with its host
	UserAgent          string
	OperatingSystem    string // by the user agent
	RequestContentType string
	ContentType        string // of the response
	Status             uint16 // of the first response, 0 without one
}

// TLSLabels is the metadata of TLS, DTLS and the TLS inside QUIC. Lists are comma separated.
type TLSLabels struct {
	Version, Cipher              string // negotiated
	ALPNOffered, ALPN            string
	SupportedVersions            string
	JA3, JA3S, JA4               string
	ServerNames, Subject, Issuer string // of the server's certificate
	CertSHA1                     string
	NotBefore, NotAfter          string
	EncryptedHello               string // ECH or ESNI, where the client offers it
}

// QUICLabels is the metadata of QUIC.
type QUICLabels struct{ Version, UserAgent string }

// DNSLabels is the metadata of DNS.
type DNSLabels struct {
	QueryType, ReplyCode, Queries, Answers, ResponseType uint16
	ResponseAddress                                      string
}

// SSHLabels is the metadata of SSH.
type SSHLabels struct {
	Client, Server           string // banners
	HASSHClient, HASSHServer string
}

// Parts of the labels, made where they are not there yet.

// NeedHTTP returns l.HTTP.
func (l *Labels) NeedHTTP() *HTTPLabels { return need(&l.HTTP) }

// NeedTLS returns l.TLS.
func (l *Labels) NeedTLS() *TLSLabels { return need(&l.TLS) }

// NeedQUIC returns l.QUIC.
func (l *Labels) NeedQUIC() *QUICLabels { return need(&l.QUIC) }

// NeedDNS returns l.DNS.
func (l *Labels) NeedDNS() *DNSLabels { return need(&l.DNS) }

// NeedSSH returns l.SSH.
func (l *Labels) NeedSSH() *SSHLabels { return need(&l.SSH) }

func need[T any](p **T) *T {
	if *p == nil {
		*p = new(T)
	}
	return *p
}

// clone returns a copy that shares nothing with l but texts; nil for nil.
func (l *Labels) clone() *Labels {
	if l == nil {
		return nil
	}
	return &Labels{ServerName: l.ServerName, HTTP: copied(l.HTTP), TLS: copied(l.TLS), QUIC: copied(l.QUIC),
		DNS: copied(l.DNS), SSH: copied(l.SSH)}
}

func copied[T any](p *T) *T {
	if p == nil {
		return nil
	}
	c := *p
	return &c
}
