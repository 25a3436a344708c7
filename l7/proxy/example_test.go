package proxy_test

import (
	"fmt"

	"github.com/nfstream/nfstream-go/l7/proxy"
)

func ExampleHeader_Parse() {
	var h proxy.Header
	data := []byte("PROXY TCP4 192.0.2.10 198.51.100.20 56324 443\r\nGET / HTTP/1.1\r\n")
	n, err := h.Parse(data)
	fmt.Println(err, h.Version, h.Src, h.Dst)
	fmt.Printf("%.14s\n", data[n:])
	// Output:
	// <nil> 1 192.0.2.10:56324 198.51.100.20:443
	// GET / HTTP/1.1
}
