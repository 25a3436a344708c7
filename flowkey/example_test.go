package flowkey_test

import (
	"fmt"

	"github.com/nfstream/nfstream-go/flowkey"
)

// Both directions of a conversation have the same key.
func Example() {
	key := func(src, dst [4]byte, srcPort, dstPort uint16) (k flowkey.Key, reversed bool) {
		k = flowkey.Key{PortA: srcPort, PortB: dstPort, Proto: 6, Ver: 4}
		flowkey.PutIPv4(&k.A, src[:])
		flowkey.PutIPv4(&k.B, dst[:])
		return k, k.Order()
	}
	client, server := [4]byte{192, 0, 2, 10}, [4]byte{192, 0, 2, 1}
	request, fromB := key(client, server, 50000, 443)
	response, toB := key(server, client, 443, 50000)
	fmt.Println(request == response, request.Hash() == response.Hash())
	fmt.Println(request.AddrA(), request.AddrB(), fromB, toB)
	// Output:
	// true true
	// 192.0.2.1 192.0.2.10 true false
}
