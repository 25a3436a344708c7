package proxy

import "bytes"

// State is how far a Dialog has come.
type State uint8

// The states. Only in the last three the bytes are those of SOCKS beyond doubt.
const (
	Malformed State = iota // no dialog, or none from here on
	Begun                  // it may be one
	Known                  // it is one, and goes on
	Carries                // the proxy relays from here on
	Over                   // the request was refused, or is for something else than to relay on this connection
)

// Dialog is what a client and a SOCKS proxy have said so far. It may be that of one side alone, as far as that tells.
type Dialog struct {
	Version        uint8
	Requested      bool // Request is whole
	Request        Request
	Client, Server int // how many bytes of either side belong to the dialog so far
}

// Parse reads all that the client and the server have said so far, and what it returns depends on that alone. A side that
// has not said anything may not have been captured: what a client of version 5 asks for is known by itself, and where
// it goes on without an answer, it is to have had one.
func (d *Dialog) Parse(client, server []byte) State {
	*d = Dialog{Version: 5}
	if len(client) == 0 {
		return d.serverAlone(server)
	}
	switch d.Version = client[0]; d.Version {
	case 4:
		return d.parse4(client, server)
	case 5:
		return d.parse5(client, server)
	}
	return Malformed
}

func (d *Dialog) parse4(client, server []byte) State {
	_, _, err := parseReply4(server)
	if err == ErrMalformed {
		return Malformed
	}
	switch state := d.request(client, Begun); {
	case state != Known:
		return state
	case err != nil:
		return Begun
	}
	return d.reply(server)
}

// parse5 reads the choice of a method, and then what is within it.
func (d *Dialog) parse5(client, server []byte) State {
	methods, err := parseGreeting(client)
	switch {
	case err != nil && len(server) > 0, len(server) > 0 && server[0] != 5:
		return Malformed
	case err != nil:
		return goOn(err, Begun)
	}
	d.Client = 2 + len(methods)
	rest := client[d.Client:]
	method, state := assumed(rest), Begun
	if len(server) > 1 {
		method, state = Method(server[1]), Known
		if d.Server = 2; method == NoneAcceptable {
			return Over
		}
	} else if len(rest) == 0 {
		return Begun
	}
	if bytes.IndexByte(methods, byte(method)) < 0 {
		d.Server = 0
		return Malformed
	}
	return d.within(method, state, rest, server)
}

// assumed returns the method that the client goes on in.
func assumed(rest []byte) Method {
	switch {
	case len(rest) == 0:
	case rest[0] == 5:
		return NoAuthentication
	case rest[0] == 1:
		return UserPassword
	}
	return NoneAcceptable
}

// within reads on behind the choice of a method, in a state that this has led to.
func (d *Dialog) within(method Method, state State, rest, server []byte) State {
	switch method {
	case NoAuthentication:
	case UserPassword:
		n, err := parsePassword(rest)
		if err != nil {
			return goOn(err, state)
		}
		d.Client += n
		rest = rest[n:]
		if s := d.status(server, state); s != state {
			return s
		}
	default:
		return Over // what follows is in a form of the method's own
	}
	if state := d.request(rest, state); state != Known || !d.answered(method) {
		return state
	}
	return d.reply(server)
}

// answered reports whether the server has said all that comes before its reply.
func (d *Dialog) answered(method Method) bool {
	const choice, status = 2, 2
	return d.Server == choice+status || d.Server == choice && method == NoAuthentication
}

// status reads VER and STATUS (RFC 1929, section 2), and returns the state given where they go well or are missing.
func (d *Dialog) status(server []byte, state State) State {
	switch {
	case len(server) > 2 && server[2] != 1:
		return Malformed
	case len(server) < 4:
		return state
	case server[3] != 0:
		return Over
	}
	d.Server += 2
	return state
}

// request reads the client's request, and returns the state given where it is not whole.
func (d *Dialog) request(rest []byte, state State) State {
	n, err := d.Request.Parse(rest, d.Version)
	if err != nil {
		return goOn(err, state)
	}
	d.Client += n
	d.Requested = true
	return Known
}

// reply reads the answers to the request, of which Bind has two.
func (d *Dialog) reply(server []byte) State {
	answers := 1
	if d.Request.Command == Bind {
		answers = 2
	}
	for range answers {
		n, granted, err := parseReply(server[min(d.Server, len(server)):], d.Version)
		switch {
		case err != nil:
			return goOn(err, Known)
		case !granted:
			return Over
		}
		d.Server += n
	}
	if d.Request.Command == Associate {
		return Over
	}
	return Carries
}

func goOn(err error, state State) State {
	if err == ErrMore {
		return state
	}
	return Malformed
}

// serverAlone reads what the server says where the client was not captured.
func (d *Dialog) serverAlone(server []byte) State {
	method := NoAuthentication
	if len(server) > 1 {
		method = Method(server[1])
	}
	switch {
	case len(server) == 0:
		return Begun
	case server[0] != 5, method != NoAuthentication && method != UserPassword:
		return Malformed
	case len(server) < 2:
		return Begun
	}
	d.Server = 2
	if method == UserPassword {
		if s := d.status(server, Begun); s != Begun || d.Server == 2 {
			return notOver(s)
		}
	}
	n, granted, err := parseReply(server[d.Server:], d.Version)
	switch {
	case err != nil:
		return goOn(err, Begun)
	case !granted:
		return Over
	}
	d.Server += n
	return Carries
}

// notOver takes a refusal, which by itself tells too little, for none.
func notOver(s State) State {
	if s == Over {
		return Malformed
	}
	return s
}
