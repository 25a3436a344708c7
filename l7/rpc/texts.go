package rpc

import (
	"bytes"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// maxText is how many bytes of a document are looked at.
const maxText = 1 << 10

// soap is SOAP (W3C SOAP 1.2, section 5.1) without HTTP: a document with an envelope.
func soap() l7.Proto {
	return l7.Proto{
		ID: categories.SOAP, On: l7.TCP, First: l7.Bytes('<'), Probe: probeSOAP,
		Samples: l7.Samples(`<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">`),
	}
}

func probeSOAP(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if v := l7.Prefix(b, "<?xml", "<SOAP-ENV:", "<soap:", "<soapenv:", "<s:Envelope"); v != l7.Match {
		return v
	}
	b = b[:min(len(b), maxText)]
	switch {
	case bytes.Contains(b, []byte("schemas.xmlsoap.org/soap/envelope")),
		bytes.Contains(b, []byte("www.w3.org/2003/05/soap-envelope")):
		return l7.Match
	case len(b) == maxText:
		return l7.Reject
	}
	return l7.More
}

// jsonRPC is JSON-RPC (JSON-RPC 2.0, section 4) without HTTP. Miners' protocols, which are of its form, are not meant.
func jsonRPC() l7.Proto {
	return l7.Proto{
		ID: categories.JSONRPC, On: l7.TCP, First: l7.Bytes('{'), Probe: probeJSONRPC,
		Samples: l7.Samples(`{"jsonrpc": "2.0", "method": "echo", "params": ["a"], "id": 1}`),
	}
}

func probeJSONRPC(c *l7.Ctx) l7.Verdict {
	b := bytes.TrimLeft(c.Data[1:min(len(c.Data), maxText)], " \r\n\t")
	if c.Data[0] != '{' {
		return l7.Reject
	}
	if v := l7.Prefix(b, `"jsonrpc":`, `"jsonrpc" :`); v != l7.Match {
		return v
	}
	for _, mining := range [...]string{"mining.", "eth_", "login", "job", "submit", "keepalived"} {
		if bytes.Contains(b, []byte(mining)) {
			return l7.Reject
		}
	}
	if last := bytes.TrimRight(b, " \r\n"); last[len(last)-1] == '}' || len(c.Data) >= maxText {
		return l7.Match
	}
	return l7.More
}

// stomp is STOMP (STOMP 1.2, "Connecting"): a command and a header.
func stomp() l7.Proto {
	return l7.Proto{
		ID: categories.STOMP, On: l7.TCP, Ports: []uint16{61613}, First: l7.Bytes('S', 'C'), Probe: probeSTOMP,
		Samples: l7.Samples("STOMP\naccept-version:1.1\n\n\x00", "CONNECT\nlogin:a\n", "CONNECTED\r\nversion:1.1\r\n"),
	}
}

func probeSTOMP(c *l7.Ctx) l7.Verdict {
	b := c.Data
	command, header, whole := bytes.Cut(b[:min(len(b), 64)], []byte{'\n'})
	if !whole {
		if len(b) > len("CONNECTED\r") {
			return l7.Reject
		}
		return min(l7.Prefix(b, "STOMP\r", "CONNECTED\r", "CONNECT\r"), l7.More)
	}
	switch string(bytes.TrimSuffix(command, []byte{'\r'})) {
	case "STOMP", "CONNECT", "CONNECTED":
		return l7.Prefix(header, "accept-version:", "host:", "login:", "passcode:", "heart-beat:", "version:",
			"session:", "server:", "client-id:")
	}
	return l7.Reject
}
