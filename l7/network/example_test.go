package network_test

import (
	"fmt"

	"github.com/nfstream/nfstream-go/l7/network"
)

func ExampleSSDPMessage_Parse() {
	var m network.SSDPMessage
	err := m.Parse([]byte("M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: \"ssdp:discover\"\r\nMX: 1\r\nST: ssdp:all\r\n\r\n"))
	fmt.Println(err, m.Kind == network.SSDPSearch, string(m.Target))
	// Output:
	// <nil> true ssdp:all
}
