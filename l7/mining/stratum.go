//go:build !nfstream_no_mining

package mining

import (
	"bytes"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// stratum returns the protocols between a miner and a pool. Their messages are lines of JSON with characteristic method
// names (Stratum mining protocol; EthereumStratum 1.0.0; the login of CryptoNote pools).
func stratum() l7.Proto {
	return l7.Proto{
		ID: categories.Mining, On: l7.TCP, Ports: []uint16{3333, 4444, 8333, 9999}, First: l7.Bytes('{'), Probe: probeStratum,
		Session: l7.Begins(longestDialogue, readStratum), Columns: miningColumns(),
		Samples: l7.Samples(`{"id":1,"method":"mining.subscribe","params":[]}`+"\n",
			`{"method":"login","params":{"login":"a","pass":"x","agent":"xmr"},"id":1}`+"\n",
			`{"id":null,"method":"mining.notify","params":["bf"]}`+"\n"),
	}
}

// longestDialogue bounds how much of each side is read for the miner's name.
const longestDialogue = 4096

// readStratum identifies the pool's protocol by the first message of a miner or a pool, and reads who mines.
func readStratum(c *l7.Ctx, b []byte) (done bool) {
	for more := true; more; {
		var line []byte
		line, b, more = bytes.Cut(b, []byte{'\n'})
		method, _ := value(line, `"method"`)
		if !isMining(method, line) {
			continue
		}
		r := l7.Record[Mining](c)
		if r.Method == "" || r.Method == string(method) {
			r.Method = textOf(method)
			nameStratum(c, method, line)
		}
		noteMiner(c, r, method, line)
		done = done || r.User != "" && more
	}
	return done
}

// nameStratum identifies the pool's protocol: Ethereum by its login, and JSON-RPC by the field "jsonrpc".
func nameStratum(c *l7.Ctx, method, line []byte) {
	switch {
	case string(method) == "eth_submitLogin":
		c.SetProtocol(categories.Ethereum)
	case bytes.Contains(line, []byte(`"jsonrpc"`)):
		c.SetProtocol(categories.JSONRPC)
		c.SetApplication(categories.Mining)
	}
}

// noteMiner writes down who mines, and the program.
func noteMiner(c *l7.Ctx, r *Mining, method, line []byte) {
	switch string(method) {
	case "login":
		note(&r.User, line, `"login":`)
		note(&c.Metadata().ClientText, line, `"agent"`)
	case "mining.authorize", "mining.submit", "eth_submitLogin":
		note(&r.User, line, `"params"`)
	case "mining.subscribe":
		note(&c.Metadata().ClientText, line, `"params"`)
	}
}

// note writes down the value of a name, if there is nothing yet.
func note(to *string, line []byte, name string) {
	if text, ok := value(line, name); ok && *to == "" {
		*to = textOf(text)
	}
}

// textOf returns a text, cut to the length that is kept.
func textOf(b []byte) string {
	const longest = 128
	return string(b[:min(len(b), longest)])
}

// longestLine bounds the line that is waited for.
const longestLine = 1024

func probeStratum(c *l7.Ctx) l7.Verdict {
	if c.Data[0] != '{' {
		return l7.Reject
	}
	line, _, whole := bytes.Cut(c.Data[:min(len(c.Data), longestLine)], []byte{'\n'})
	method, ok := value(line, `"method"`)
	switch {
	case len(line) > 1 && !opensObject(line):
		return l7.Reject
	case ok && isMining(method, line):
		return l7.Match
	case whole || len(line) == longestLine:
		return l7.Reject
	}
	return l7.More
}

// opensObject reports whether a line begins with a name of an object.
func opensObject(line []byte) bool {
	rest := bytes.TrimLeft(line[1:], " \t\r")
	return len(rest) == 0 || rest[0] == '"'
}

// value returns the text that is the value of a name, which has its quotes, or the first of a list.
func value(line []byte, name string) (text []byte, ok bool) {
	_, rest, ok := bytes.Cut(line, []byte(name))
	if rest = bytes.TrimLeft(rest, " :["); !ok || len(rest) == 0 || rest[0] != '"' {
		return nil, false
	}
	text, _, ok = bytes.Cut(rest[1:], []byte{'"'})
	return text, ok
}

// isMining reports whether a method is that of a miner or of a pool.
func isMining(method, line []byte) bool {
	switch string(method) {
	case "eth_submitLogin", "eth_submitWork", "eth_submitHashrate", "eth_getWork":
		return true
	case "login":
		_, login := value(line, `"login":`)
		_, pass := value(line, `"pass":`)
		return login && pass
	case "submit":
		_, job := value(line, `"job_id":`)
		_, nonce := value(line, `"nonce":`)
		return job && nonce
	case "job":
		_, blob := value(line, `"blob":`)
		return blob
	}
	return bytes.HasPrefix(method, []byte("mining."))
}
