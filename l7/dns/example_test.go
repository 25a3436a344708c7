package dns_test

import (
	"encoding/hex"
	"fmt"

	"github.com/nfstream/nfstream-go/l7/dns"
)

func Example() {
	payload, _ := hex.DecodeString("1f2e81800001000200000000" + "03777777076578616d706c6503636f6d0000010001" +
		"c00c000500010000003c000704656467" + "65c010" + "c02d000100010000003c0004c0000201")
	m, err := dns.Parse(payload)
	if err != nil {
		fmt.Println(err)
		return
	}
	if q, ok := m.Question(); ok {
		fmt.Println(q.Type, q.Name)
	}
	answers := m.EachAnswer()
	for answers.Next() {
		if addr, ok := answers.Addr(); ok {
			fmt.Println(answers.Name, "has address", addr)
		} else if name, ok := answers.Target(); ok {
			fmt.Println(answers.Name, answers.Type, name)
		}
	}
	fmt.Println("well-formed:", answers.OK())
	// Output:
	// A www.example.com
	// www.example.com CNAME edge.example.com
	// edge.example.com has address 192.0.2.1
	// well-formed: true
}

func ExampleMessage_EDNS() {
	query, _ := hex.DecodeString("000001000001000000000001" + "076578616d706c650000010001" + // a question
		"00" + "0029" + "04d0" + "00008000" + "0008" + "0003" + "0004" + "6e733031") // OPT with an NSID
	m, err := dns.Parse(query)
	if err != nil {
		fmt.Println(err)
		return
	}
	if e, ok := m.EDNS(); ok {
		fmt.Println(e.UDPSize, e.DNSSECOK)
		for o := e.EachOption(); o.Next(); {
			fmt.Printf("option %d: %s\n", o.Code, o.Data)
		}
	}
	// Output:
	// 1232 true
	// option 3: ns01
}

// A stream of DNS over TCP comes in whatever parts the segments make.
func ExampleStream() {
	message := "\x00\x01\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x07example\x00\x00\x01\x00\x01"
	var s dns.Stream
	for _, segment := range []string{"\x00", "\x19" + message[:9], message[9:] + "\x00\x19" + message} {
		for data := []byte(segment); ; {
			payload, rest, ok := s.Next(data)
			if !ok {
				break
			}
			m, _ := dns.Parse(payload)
			q, _ := m.Question()
			fmt.Println(q.Name)
			data = rest
		}
	}
	// Output:
	// example
	// example
}

func ExampleKindOf() {
	query := []byte("\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x04_ipp\x04_tcp\x05local\x00\x00\x0c\x00\x01")
	fmt.Println(dns.KindOf(query, 5353, 5353))
	fmt.Println(dns.KindOf([]byte("GET / HTTP/1.1\r\n"), 50000, 53))
	// Output:
	// mDNS
	// none
}
