package spec_test

import (
	"context"
	"fmt"
	"net"
	"net/http/httptest"
	"time"

	utls "github.com/refraction-networking/utls"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/l7/tls"
	"github.com/nfstream/nfstream-go/l7/tls/spec"
	"github.com/nfstream/nfstream-go/packet"
)

// tap is a connection that records the bytes written to it.
type tap struct {
	net.Conn
	sent []byte
}

func (t *tap) Write(b []byte) (int, error) {
	t.sent = append(t.sent, b...)
	return t.Conn.Write(b)
}

// capturedHello returns the first ClientHello of a capture that is in one segment: the handshake message with its header.
func capturedHello(path string) []byte {
	src, err := capture.Open(path)
	if err != nil {
		panic(err)
	}
	defer src.Close()
	decoder := packet.NewDecoder(packet.Options{})
	for {
		var b capture.Batch
		if err := src.Next(context.Background(), &b); err != nil {
			return nil
		}
		for _, f := range b.Frames {
			p := packet.Packet{Data: f.Data, Time: f.Time, WireLength: f.Length}
			if decoder.Decode(&p, f.Link) != packet.OK {
				continue
			}
			if m := helloOf(p.TransportPayload()); m != nil {
				return m
			}
		}
	}
}

// helloOf returns the ClientHello that is the first message of a record.
func helloOf(record []byte) []byte {
	if len(record) < 9 || record[0] != 22 || record[5] != 1 {
		return nil
	}
	n := 4 + int(record[6])<<16 + int(record[7])<<8 + int(record[8])
	if len(record) < 5+n {
		return nil
	}
	return record[5 : 5+n]
}

// A client shakes hands as a captured one did, and the fingerprints that leave the wire are the captured ones.
func Example() {
	server := httptest.NewTLSServer(nil)
	defer server.Close()

	message := capturedHello("../../../testdata/web.pcap")
	captured, err := tls.ParseClientHello(message)
	if err != nil {
		fmt.Println(err)
		return
	}
	hello, err := spec.FromClientHello(message)
	if err != nil {
		fmt.Println(err)
		return
	}
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		fmt.Println(err)
		return
	}
	wire := &tap{Conn: conn}
	client := utls.UClient(wire, &utls.Config{ServerName: "www.example.test", InsecureSkipVerify: true}, utls.HelloCustom)
	defer client.Close()
	_ = client.SetDeadline(time.Now().Add(time.Minute))
	if err = client.ApplyPreset(hello); err == nil {
		err = client.Handshake()
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	sent, err := tls.ParseClientHello(helloOf(wire.sent))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("JA3", sent.JA3Hash(), sent.JA3Hash() == captured.JA3Hash())
	fmt.Println("JA4", sent.JA4(tls.OverTCP), sent.JA4(tls.OverTCP) == captured.JA4(tls.OverTCP))
	// Output:
	// JA3 87b9bfc7da97115ed2276737b09f8d74 true
	// JA4 t12d2807h1_d943125447b4_a44c6288192a true
}
