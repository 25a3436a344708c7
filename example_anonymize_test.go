//go:build !tiny

package nfstream_test

import (
	"context"
	"fmt"
	"os"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/sink/json"
)

// Addresses become others that share their prefixes, and the same ones for the same key.
func ExampleConfig_anonymize() {
	s, err := nfstream.New(&replay{browsing}, nfstream.Config{
		Fields:          []string{"id", "src_ip", "dst_ip", "dst_port"},
		Anonymize:       []string{"src_ip", "dst_ip"},
		AnonymizePrefix: true,
		AnonymizeKey:    []byte("a secret of 16 bytes or more"),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := s.Run(context.Background(), json.NewWriter(os.Stdout, s.Columns())); err != nil {
		fmt.Println(err)
	}
	// Output:
	// {"id":0,"src_ip":"49.243.1.153","dst_ip":"204.28.250.67","dst_port":443}
	// {"id":1,"src_ip":"49.243.1.153","dst_ip":"204.28.250.67","dst_port":80}
}
