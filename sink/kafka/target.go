package kafka

import "github.com/nfstream/nfstream-go/internal/output"

// Target returns what programs need for kafka:// and kafka+tls:// URLs.
func Target() output.Target {
	return output.Target{
		Schemes: []string{plainScheme, tlsScheme},
		Formats: []string{JSON, Protobuf},
		Check:   Check,
		Open:    func(url string, rows Rows) (output.SinkCloser, error) { return Open(url, rows) },
	}
}

// Check returns an error for a URL that Open refuses. It connects to nothing and reads no file.
func Check(url string) error {
	_, err := parse(url)
	return err
}
