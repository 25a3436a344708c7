package proxy_test

import (
	"fmt"

	"github.com/nfstream/nfstream-go/l7/proxy"
)

func ExampleRequest_Parse() {
	var r proxy.Request
	n, err := r.Parse([]byte("\x05\x01\x00\x03\x0bexample.com\x01\xbb"), 5)
	fmt.Println(n, err)
	fmt.Println(r.Command == proxy.Connect, string(r.Name), r.Port)
	// Output:
	// 18 <nil>
	// true example.com 443
}
