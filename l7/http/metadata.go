package http

import "github.com/nfstream/nfstream-go/l7/metadata"

// Metadata is what was read of HTTP, of any version. The host asked for, the user agent and the client's operating system,
// its ClientText, are in metadata.Set.
type Metadata struct {
	Method, URL        string // of the first request; the URL with its host
	RequestContentType string
	Referer            string // of the first request
	ContentType        string // of the response
	Server             string // the products that the response names
	ContentLength      int64  // of the first final response; 0 if it is not said
	Status             uint16 // of the first final response, 0 without one
}

// Rare is what few messages say. It is a record of its own, so that the others take no room for it.
type Rare struct {
	ForwardedFor   string // the client and the proxies of the first request, as X-Forwarded-For has them
	File           string // name of the response's content, as Content-Disposition has it
	User, Password string // of the first request; the password only if passwords are kept
}

// Bytes that are kept of a text.
const (
	maxReferer = 1 << 10
	maxServer  = 1 << 8
	maxField   = 1 << 8
)

func columns() []*metadata.Column {
	type record = *Metadata
	return []*metadata.Column{
		metadata.Text("content_type", "of the HTTP response", func(m record) string { return m.ContentType }).Repeating().In("names"),
		metadata.Text("http_method", "of the first request", func(m record) string { return m.Method }).Repeating(),
		metadata.Text("http_url", "of the first request, with its host", func(m record) string { return m.URL }),
		metadata.Int("http_status", "of the first final response, 0 without one",
			func(m record) int64 { return int64(m.Status) }).Unsigned(16).OrNone(),
		metadata.Text("http_request_content_type", "of the first request",
			func(m record) string { return m.RequestContentType }).Repeating(),
		metadata.Text("http_referer", "where the first request came from", func(m record) string { return m.Referer }),
		metadata.Text("http_server", "products that the first final response names",
			func(m record) string { return m.Server }),
		metadata.Text("http_x_forwarded_for", "client and proxies that the first request names",
			func(m *Rare) string { return m.ForwardedFor }),
		metadata.Int("http_content_length", "length that the first final response names, 0 without one",
			func(m record) int64 { return m.ContentLength }).OrNone().Measured("bytes"),
		metadata.Text("http_content_file", "file name that the first final response names",
			func(m *Rare) string { return m.File }),
		metadata.Text("http_user", "user of the first request, in clear text", func(m *Rare) string { return m.User }),
		metadata.Text("http_password", "password of the first request, in clear text; only with --passwords",
			func(m *Rare) string { return m.Password }),
	}
}
