package kafka

import (
	"errors"
	"fmt"
	"maps"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// options are what a URL says.
type options struct {
	brokers []string // host:port
	topic   string

	whenFull    string // block, drop or spool; empty for the default
	buffer      int64  // bytes of memory that wait for brokers
	spool       string // folder
	spoolSize   int64  // bytes
	compression string
	linger      time.Duration
	batchSize   int64 // bytes
	partitioner string
	key         string
	clientID    string
	create      bool // let the broker create the topic
	connect     time.Duration
	closing     time.Duration

	tls                                 bool
	tlsCA, tlsCert, tlsKey, tlsServerID string
	sasl, saslFile                      string
}

// Values of options.
const (
	block = "block"
	drop  = "drop"
	spool = "spool"

	keyHosts = "hosts"
	none     = "none"

	murmur2    = "murmur2"
	fnv1a      = "fnv1a"
	sticky     = "sticky"
	roundRobin = "round-robin"

	saslPlain = "plain"
	scram256  = "scram-sha-256"
	scram512  = "scram-sha-512"
)

// schemes of URLs. The second one means tls=yes.
const (
	plainScheme = "kafka"
	tlsScheme   = "kafka+tls"
)

const defaultPort = "9092"

// option sets one option of a URL.
type option struct {
	set func(o *options, value string) error
	doc string // a row of docs/kafka.md: the default, and what it is
}

func textOf(field func(*options) *string) func(*options, string) error {
	return func(o *options, v string) error {
		if v == "" {
			return errors.New("is empty")
		}
		*field(o) = v
		return nil
	}
}

func choice(field func(*options) *string, words ...string) func(*options, string) error {
	return func(o *options, v string) error {
		if !slices.Contains(words, v) {
			return fmt.Errorf("is %q: want %s", v, strings.Join(words, ", "))
		}
		*field(o) = v
		return nil
	}
}

func yesOrNo(field func(*options) *bool) func(*options, string) error {
	return func(o *options, v string) error {
		if v != "yes" && v != "no" {
			return fmt.Errorf("is %q: want yes or no", v)
		}
		*field(o) = v == "yes"
		return nil
	}
}

func duration(field func(*options) *time.Duration, most time.Duration) func(*options, string) error {
	return func(o *options, v string) error {
		d, err := time.ParseDuration(v)
		if err != nil || d < 0 || d > most {
			return fmt.Errorf("is %q: want a time of 0s to %v, such as 50ms", v, most)
		}
		*field(o) = d
		return nil
	}
}

func bytesOf(field func(*options) *int64, least, most int64) func(*options, string) error {
	return func(o *options, v string) error {
		n, err := parseSize(v)
		if err != nil || n < least || n > most {
			return fmt.Errorf("is %q: want a size of %d to %d bytes, such as 64M", v, least, most)
		}
		*field(o) = n
		return nil
	}
}

// known are the options of a URL. A test compares them with the table in docs/kafka.md.
var known = map[string]option{
	"when-full":  {choice(func(o *options) *string { return &o.whenFull }, block, drop, spool), "`block` for captures, `drop` for interfaces"},
	"buffer":     {bytesOf(func(o *options) *int64 { return &o.buffer }, 1<<20, 1<<40), "`64M`"},
	"spool":      {textOf(func(o *options) *string { return &o.spool }), ""},
	"spool-size": {bytesOf(func(o *options) *int64 { return &o.spoolSize }, 1<<20, 1<<50), "`1G`"},
	"compression": {choice(func(o *options) *string { return &o.compression }, "zstd", "lz4", "snappy", "gzip", none),
		"`zstd`"},
	"linger":     {duration(func(o *options) *time.Duration { return &o.linger }, time.Minute), "`50ms`"},
	"batch-size": {bytesOf(func(o *options) *int64 { return &o.batchSize }, 1<<10, 1<<30), "`1000000`"},
	"partitioner": {choice(func(o *options) *string { return &o.partitioner }, murmur2, fnv1a, sticky, roundRobin),
		"`murmur2`"},
	"key":             {choice(func(o *options) *string { return &o.key }, keyHosts, none), "`hosts`"},
	"client-id":       {textOf(func(o *options) *string { return &o.clientID }), "`nfstream`"},
	"create-topic":    {yesOrNo(func(o *options) *bool { return &o.create }), "`no`"},
	"connect-timeout": {duration(func(o *options) *time.Duration { return &o.connect }, time.Hour), "`10s`"},
	"close-timeout":   {duration(func(o *options) *time.Duration { return &o.closing }, 24*time.Hour), "`30s`"},
	"tls":             {yesOrNo(func(o *options) *bool { return &o.tls }), "`no`; `yes` with kafka+tls"},
	"tls-ca":          {textOf(func(o *options) *string { return &o.tlsCA }), "the system's"},
	"tls-cert":        {textOf(func(o *options) *string { return &o.tlsCert }), ""},
	"tls-key":         {textOf(func(o *options) *string { return &o.tlsKey }), ""},
	"tls-server-name": {textOf(func(o *options) *string { return &o.tlsServerID }), "the broker's host"},
	"sasl":            {choice(func(o *options) *string { return &o.sasl }, saslPlain, scram256, scram512), ""},
	"sasl-file":       {textOf(func(o *options) *string { return &o.saslFile }), ""},
}

// parse reads a URL. The error names what is wrong, and never shows a password.
func parse(rawURL string) (*options, error) {
	o := &options{buffer: 64 << 20, spoolSize: 1 << 30, compression: "zstd", linger: 50 * time.Millisecond, batchSize: 1e6,
		partitioner: murmur2, key: keyHosts, clientID: "nfstream", connect: 10 * time.Second, closing: 30 * time.Second}
	scheme, rest, _ := strings.Cut(rawURL, "://")
	rest, query, _ := strings.Cut(rest, "?")
	brokers, topic, found := strings.Cut(rest, "/")
	o.topic, o.tls = topic, strings.EqualFold(scheme, tlsScheme)
	var err error
	switch {
	case !o.tls && !strings.EqualFold(scheme, plainScheme):
		return nil, fmt.Errorf("%s: want kafka://BROKER,.../TOPIC or kafka+tls://BROKER,.../TOPIC", scheme)
	case strings.Contains(brokers, "@"):
		return nil, errors.New("kafka: a URL has no user and no password: want sasl-file=FILE, or " + envUser + " and " + envPassword)
	case !found || !validTopic(topic):
		return nil, fmt.Errorf("kafka: %q is no topic: want kafka://BROKER,.../TOPIC, a name of letters, digits, dots, _ and -", topic)
	}
	if o.brokers, err = parseBrokers(brokers); err != nil {
		return nil, err
	}
	if err = o.setAll(query); err != nil {
		return nil, err
	}
	return o, o.check()
}

// validTopic reports whether Kafka allows the name of a topic.
func validTopic(name string) bool {
	for _, b := range []byte(name) {
		if (b|0x20 < 'a' || b|0x20 > 'z') && (b < '0' || b > '9') && b != '.' && b != '_' && b != '-' {
			return false
		}
	}
	return name != "" && len(name) <= 249 && name != "." && name != ".."
}

func parseBrokers(list string) (all []string, err error) {
	for broker := range strings.SplitSeq(list, ",") {
		host, port := broker, defaultPort
		if colon := strings.LastIndexByte(broker, ':'); colon >= 0 && !strings.HasSuffix(broker, "]") && (broker[0] == '[' || strings.Count(broker, ":") == 1) {
			host, port = broker[:colon], broker[colon+1:]
		}
		if inside, ok := strings.CutPrefix(host, "["); ok && strings.HasSuffix(inside, "]") && strings.Contains(inside, ":") {
			host = inside[:len(inside)-1]
		}
		n, err := strconv.ParseUint(port, 10, 16)
		if err != nil || n == 0 || host == "" || strings.ContainsAny(host, " []") || strings.Contains(host, ":") && net.ParseIP(host) == nil {
			return nil, fmt.Errorf("kafka: %q is no broker: want HOST, HOST:PORT or [IPv6]:PORT", broker)
		}
		all = append(all, net.JoinHostPort(host, port))
	}
	return all, nil
}

func (o *options) setAll(query string) error {
	values, err := url.ParseQuery(query)
	if err != nil {
		return errors.New("kafka: the options are no query of a URL: want ?name=value&name=value")
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		opt, ok := known[name]
		switch {
		case !ok && secret(name):
			return fmt.Errorf("kafka: %s does not belong into a URL: want sasl-file=FILE, or %s and %s", name, envUser, envPassword)
		case !ok:
			return fmt.Errorf("kafka: unknown option %q: want one of %s", name, strings.Join(slices.Sorted(maps.Keys(known)), ", "))
		case len(values[name]) > 1:
			return fmt.Errorf("kafka: %s is given more than once", name)
		}
		if err := opt.set(o, values[name][0]); err != nil {
			return fmt.Errorf("kafka: %s %w", name, err)
		}
	}
	return nil
}

// secret reports whether an option of that name looks like a user or a password.
func secret(name string) bool {
	name = strings.ToLower(name)
	return strings.Contains(name, "pass") || strings.Contains(name, "user") || strings.Contains(name, "secret")
}

// check returns an error for options that contradict each other.
func (o *options) check() error {
	tlsOptions := o.tlsCA != "" || o.tlsCert != "" || o.tlsServerID != ""
	switch {
	case o.spool != "" && o.whenFull == "":
		o.whenFull = spool
	case o.spool != "" && o.whenFull != spool:
		return fmt.Errorf("kafka: spool is for when-full=%s, and when-full is %s", spool, o.whenFull)
	case o.spool == "" && o.whenFull == spool:
		return errors.New("kafka: when-full=spool needs spool=FOLDER")
	}
	switch {
	case (o.tlsCert == "") != (o.tlsKey == ""):
		return errors.New("kafka: want tls-cert and tls-key together")
	case tlsOptions && !o.tls:
		return errors.New("kafka: the options of TLS need tls=yes, or kafka+tls://")
	case o.saslFile != "" && o.sasl == "":
		return fmt.Errorf("kafka: sasl-file needs sasl=%s, %s or %s", saslPlain, scram256, scram512)
	case o.batchSize > o.buffer:
		return fmt.Errorf("kafka: a batch of %d bytes does not fit into the buffer of %d", o.batchSize, o.buffer)
	}
	return nil
}

// sizeUnits are those of the other flags, in powers of 1024, and in powers of 1000 with a B alone.
var sizeUnits = []struct {
	suffix string
	factor int64
}{{"KB", 1e3}, {"MB", 1e6}, {"GB", 1e9}, {"TB", 1e12}, {"K", 1 << 10}, {"M", 1 << 20}, {"G", 1 << 30}, {"T", 1 << 40}, {"", 1}}

func parseSize(s string) (int64, error) {
	s = strings.ToUpper(s)
	for _, u := range []string{"KI", "MI", "GI", "TI"} { // 64MiB and 64Mi are 64M
		if number, ok := strings.CutSuffix(strings.TrimSuffix(s, "B"), u); ok {
			s = number + u[:1]
		}
	}
	for _, u := range sizeUnits {
		if number, ok := strings.CutSuffix(s, u.suffix); ok {
			n, err := strconv.ParseInt(number, 10, 64)
			if err == nil && n > (1<<62)/u.factor {
				err = strconv.ErrRange
			}
			return n * u.factor, err
		}
	}
	return 0, strconv.ErrSyntax
}
