package filter_test

import (
	"fmt"

	"github.com/nfstream/nfstream-go/capture/filter"
	"github.com/nfstream/nfstream-go/packet"
)

func ExampleCompile() {
	p, err := filter.Compile("arp or tcp port 443", packet.LinkEthernet)
	if err != nil {
		fmt.Println(err)
		return
	}
	request := make([]byte, 42) // ARP in Ethernet
	request[12], request[13] = 0x08, 0x06
	fmt.Println(p.Match(request, len(request)))

	_, err = filter.Compile("tcp prot 443", packet.LinkEthernet)
	fmt.Println(err)
	// Output:
	// true
	// filter "tcp prot 443": column 5: expected "and", "or" or the end, found "prot"
}
