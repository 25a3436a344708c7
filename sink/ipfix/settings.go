package ipfix

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// settings are the options of a URL.
type settings struct {
	Options
	network, address string

	v9         bool
	tls        bool // by Options.Dial
	biflows    bool
	nanos      bool // times in nanoseconds
	vendors    bool // elements of ntop and CERT
	types      bool // describe own elements
	block      bool // wait rather than drop
	engine     byte // of application identifiers
	enterprise uint32
	domain     uint32
	size       int // of a message in bytes
	queue      int // bytes
	rate       int // records a second, 0 for no limit
	messages   int // between templates
	refresh    time.Duration
	timeout    time.Duration
}

// Schemes of URLs.
const (
	schemeUDP = "ipfix"
	schemeTCP = "ipfix+tcp"
	schemeTLS = "ipfix+tls"
)

// IANA's ports: of ipfix and ipfixs.
const (
	port    = "4739"
	portTLS = "4740"
)

// The largest messages: of the length field (RFC 7011, section 3.1), and of a datagram over IPv4.
const (
	maxMessage  = 65535
	maxDatagram = 65507
)

// offlineRate is the default rate over UDP for captures, in records a second. Collectors with default socket buffers keep up.
const offlineRate = 20_000

func defaults(o Options) *settings {
	s := &settings{Options: o, v9: o.V9, biflows: !o.V9, vendors: !o.V9, types: !o.V9, block: !o.Live,
		enterprise: PlaceholderEnterprise, size: 1400, queue: 4 << 20, messages: 1000, refresh: time.Minute,
		timeout: 10 * time.Second, engine: engineEnterprise}
	if s.v9 {
		s.engine = engineMaker
	}
	return s
}

// parse reads a URL.
func parse(url string, o Options) (*settings, error) {
	s := defaults(o)
	scheme, rest, _ := strings.Cut(url, "://")
	rest, query, _ := strings.Cut(rest, "?")
	s.network = "tcp"
	byDefault := port
	switch strings.ToLower(scheme) {
	case schemeUDP:
		s.network = "udp"
		if s.block {
			s.rate = offlineRate
		}
	case schemeTCP:
		s.size = 16 << 10
	case schemeTLS:
		s.size, byDefault, s.tls = 16<<10, portTLS, true
	default:
		return nil, fmt.Errorf("%s: want ipfix://HOST:PORT, ipfix+tcp://HOST:PORT or ipfix+tls://HOST:PORT", url)
	}
	if s.v9 && s.network != "udp" {
		return nil, fmt.Errorf("%s: netflow9 is sent over UDP only: want ipfix://HOST:PORT", url)
	}
	var err error
	if s.address, err = address(strings.TrimSuffix(rest, "/"), byDefault); err != nil {
		return nil, fmt.Errorf("%s: %w", url, err)
	}
	for query != "" {
		var pair string
		pair, query, _ = strings.Cut(query, "&")
		key, value, _ := strings.Cut(pair, "=")
		if err := s.set(key, value); err != nil {
			return nil, fmt.Errorf("%s: %w", url, err)
		}
	}
	return s, nil
}

// address returns host and port, with square brackets around an IPv6 address.
func address(text, port string) (string, error) {
	host, after := text, ""
	if end := strings.LastIndexByte(text, ']'); end >= 0 {
		host, after = text[:end+1], text[end+1:]
		if text[0] != '[' || len(host) < 4 {
			return "", errHost
		}
	} else if i := strings.IndexByte(text, ':'); i >= 0 {
		host, after = text[:i], text[i:]
	}
	switch {
	case host == "" || strings.ContainsAny(host, "/@ "):
		return "", errHost
	case after == "":
		return host + ":" + port, nil
	}
	if n, err := strconv.ParseUint(after[1:], 10, 16); after[0] != ':' || err != nil || n == 0 {
		return "", fmt.Errorf("the port is %q: want 1 to 65535", after[1:])
	}
	return host + after, nil
}

var errHost = errors.New("want a host: a name, an IPv4 address, or an IPv6 address in square brackets")

// set sets the option of a key.
func (s *settings) set(key, value string) (err error) {
	switch key {
	case "biflow":
		s.biflows, err = yes(key, value)
		if s.biflows && s.v9 {
			return errors.New("biflow: netflow9 has no biflows")
		}
	case "vendors":
		s.vendors, err = yes(key, value)
	case "types":
		s.types, err = yes(key, value)
	case "block":
		s.block, err = yes(key, value)
	case "time":
		if s.nanos = value == "ns"; !s.nanos && value != "ms" {
			return fmt.Errorf("time is %q: want ms or ns", value)
		}
	default:
		return s.setNumber(key, value)
	}
	return err
}

func yes(key, value string) (bool, error) {
	if value != "yes" && value != "no" {
		return false, fmt.Errorf("%s is %q: want yes or no", key, value)
	}
	return value == "yes", nil
}

// setNumber sets the option of a key for a number.
func (s *settings) setNumber(key, value string) error {
	n, err := strconv.ParseUint(value, 10, 32)
	within := func(least, most uint64) int {
		if err == nil && (n < least || n > most) {
			err = fmt.Errorf("want %d to %d", least, most)
		}
		return int(n)
	}
	switch key {
	case "pen":
		s.enterprise = uint32(within(1, 1<<32-1))
	case "domain":
		s.domain = uint32(within(0, 1<<32-1))
	case "engine":
		if s.engine = byte(within(engineMaker, engineEnterprise)); err == nil && s.engine != engineMaker && s.engine != engineEnterprise {
			err = errors.New("want 13 or 20")
		}
	case "mtu":
		most := uint64(maxMessage)
		if s.network == "udp" {
			most = maxDatagram
		}
		s.size = within(300, most)
	case "queue":
		s.queue = within(64<<10, 1<<30)
	case "rate":
		s.rate = within(0, 1e9)
	case "template-refresh":
		s.refresh = time.Duration(within(1, 86400)) * time.Second
	case "template-messages":
		s.messages = within(1, 1e9)
	case "timeout":
		s.timeout = time.Duration(within(1, 3600)) * time.Second
	default:
		return fmt.Errorf("unknown option %q", key)
	}
	if err != nil {
		return fmt.Errorf("%s is %q: want a number in range (%w)", key, value, err)
	}
	return nil
}

// Take removes options from a URL and returns their values. It is for who adds a scheme with options of its own.
func Take(url string, keys ...string) (rest string, values map[string]string) {
	rest, query, found := strings.Cut(url, "?")
	values = map[string]string{}
	before := "?"
	for found {
		var pair string
		pair, query, found = strings.Cut(query, "&")
		key, value, _ := strings.Cut(pair, "=")
		taken := false
		for _, k := range keys {
			taken = taken || k == key
		}
		if taken {
			values[key] = value
			continue
		}
		rest, before = rest+before+pair, "&"
	}
	return rest, values
}

// header returns the length of a message's header.
func (s *settings) header() int {
	if s.v9 {
		return headerV9
	}
	return headerIPFIX
}

// most returns the length of the longest record.
func (s *settings) most() int {
	if s.network == "udp" {
		return maxDatagram - headerV9 - setHeader - 3
	}
	return maxMessage - headerV9 - setHeader - 3
}

// warn reports an error.
func (s *settings) warn(err error) {
	if s.Warn != nil {
		s.Warn(fmt.Errorf("ipfix: %s: %w", s.address, err))
	}
}

var errTooLarge = errors.New("a flow does not fit into a message: use fewer fields")
