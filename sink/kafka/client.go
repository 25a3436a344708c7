package kafka

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"hash/fnv"
	"math"
	"net"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
	"github.com/twmb/franz-go/pkg/sasl"
	"github.com/twmb/franz-go/pkg/sasl/plain"
	"github.com/twmb/franz-go/pkg/sasl/scram"
)

// Environment variables with the user and the password of SASL, where there is no sasl-file.
const (
	envUser     = "NFSTREAM_KAFKA_USER"
	envPassword = "NFSTREAM_KAFKA_PASSWORD"
)

func (s *Sink) newClient() (*kgo.Client, error) {
	o := s.options
	opts := []kgo.Opt{
		kgo.SeedBrokers(o.brokers...), kgo.ClientID(o.clientID), kgo.WithHooks(s.dials), kgo.DisableClientMetrics(),
		kgo.RequiredAcks(kgo.AllISRAcks()),
		kgo.ProducerBatchCompression(codecs[o.compression], kgo.NoCompression()),
		kgo.ProducerLinger(o.linger), kgo.ProducerBatchMaxBytes(int32(o.batchSize)),
		kgo.MaxBufferedRecords(math.MaxInt32), // the gate bounds them
		kgo.RecordPartitioner(partitioners[o.partitioner]()),
		kgo.RetryBackoffFn(backoff), kgo.UnknownTopicRetries(unknownTopicRetries),
	}
	if name, version, ok := strings.Cut(s.rows.Program, " "); ok {
		opts = append(opts, kgo.SoftwareNameAndVersion(software(name), software(version)))
	}
	if o.create {
		opts = append(opts, kgo.AllowAutoTopicCreation())
	}
	if o.tls {
		config, err := o.tlsConfig()
		if err != nil {
			return nil, err
		}
		opts = append(opts, kgo.DialTLSConfig(config))
	}
	if o.sasl != "" {
		mechanism, err := o.mechanism()
		if err != nil {
			return nil, err
		}
		if o.sasl == saslPlain && !o.tls {
			s.rows.Warn(errors.New("kafka: sasl=plain without TLS sends the password in clear text"))
		}
		opts = append(opts, kgo.SASL(mechanism))
	}
	return kgo.NewClient(opts...)
}

// unknownTopicRetries is how often a topic may be unknown before that is an error: brokers that start do not know all.
const unknownTopicRetries = 10

var codecs = map[string]kgo.CompressionCodec{"zstd": kgo.ZstdCompression(), "lz4": kgo.Lz4Compression(),
	"snappy": kgo.SnappyCompression(), "gzip": kgo.GzipCompression(), none: kgo.NoCompression()}

var partitioners = map[string]func() kgo.Partitioner{
	murmur2:    func() kgo.Partitioner { return kgo.StickyKeyPartitioner(nil) },
	fnv1a:      func() kgo.Partitioner { return kgo.StickyKeyPartitioner(kgo.SaramaCompatHasher(fnv32a)) },
	sticky:     kgo.StickyPartitioner,
	roundRobin: kgo.RoundRobinPartitioner,
}

func fnv32a(b []byte) uint32 {
	h := fnv.New32a()
	h.Write(b)
	return h.Sum32()
}

// backoff is how long the client waits before it tries again.
func backoff(tries int) time.Duration {
	return min(100*time.Millisecond<<min(tries, 10), 2*time.Second)
}

// software makes a text one that brokers take as the name or version of a client (KIP-511).
func software(text string) string {
	clean := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '.' {
			return r
		}
		return '-'
	}, text)
	if clean = strings.Trim(clean, "-."); clean == "" {
		return "unknown"
	}
	return clean
}

// tlsConfig reads the files that the options name.
func (o *options) tlsConfig() (*tls.Config, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12, ServerName: o.tlsServerID}
	if o.tlsCA != "" {
		pem, err := os.ReadFile(o.tlsCA)
		if err != nil {
			return nil, err
		}
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("%s: no certificate in PEM", o.tlsCA)
		}
	}
	if o.tlsCert != "" {
		pair, err := tls.LoadX509KeyPair(o.tlsCert, o.tlsKey)
		if err != nil {
			return nil, fmt.Errorf("%s, %s: %w", o.tlsCert, o.tlsKey, err)
		}
		config.Certificates = []tls.Certificate{pair}
	}
	return config, nil
}

// mechanism reads the user and the password.
func (o *options) mechanism() (sasl.Mechanism, error) {
	user, password, err := o.credentials()
	if err != nil {
		return nil, err
	}
	switch o.sasl {
	case scram256:
		return scram.Auth{User: user, Pass: password}.AsSha256Mechanism(), nil
	case scram512:
		return scram.Auth{User: user, Pass: password}.AsSha512Mechanism(), nil
	}
	return plain.Auth{User: user, Pass: password}.AsMechanism(), nil
}

// credentials are the two first lines of the file, or those of the environment.
func (o *options) credentials() (user, password string, err error) {
	if o.saslFile == "" {
		if user, password = os.Getenv(envUser), os.Getenv(envPassword); user == "" || password == "" {
			return "", "", fmt.Errorf("sasl=%s needs sasl-file=FILE, or %s and %s in the environment", o.sasl, envUser, envPassword)
		}
		return user, password, nil
	}
	content, err := os.ReadFile(o.saslFile)
	if err != nil {
		return "", "", err
	}
	lines := strings.Split(strings.ReplaceAll(strings.TrimRight(string(content), "\r\n"), "\r\n", "\n"), "\n")
	if len(lines) != 2 || lines[0] == "" || lines[1] == "" {
		return "", "", fmt.Errorf("%s: want the user in the first line, the password in the second, and nothing else", o.saslFile)
	}
	return lines[0], lines[1], nil
}

// awayError means that no broker answers.
type awayError struct{ err error }

func (e *awayError) Error() string { return "no broker answers: " + e.err.Error() }
func (e *awayError) Unwrap() error { return e.err }

// checkTopic returns an error if the topic does not exist, or cannot be written to. It is an awayError if no broker
// answers in time.
func (s *Sink) checkTopic(ctx context.Context) error {
	for {
		topic, err := s.describe(ctx)
		if err == nil && kerr.IsRetriable(kerr.ErrorForCode(topic.ErrorCode)) && !errors.Is(kerr.ErrorForCode(topic.ErrorCode), kerr.UnknownTopicOrPartition) {
			select { // a topic that has just been created has no leader yet
			case <-ctx.Done():
				err = ctx.Err()
			case <-time.After(100 * time.Millisecond):
				continue
			}
		}
		switch {
		case err != nil && refusal(err):
			return explained(err)
		case err != nil:
			why := s.dials.why()
			if strings.Contains(why, err.Error()) {
				why = ""
			}
			return &awayError{fmt.Errorf("%s: %w%s", strings.Join(s.options.brokers, ", "), err, why)}
		case topic.ErrorCode != 0:
			return fmt.Errorf("topic %s: %w", s.options.topic, explained(kerr.ErrorForCode(topic.ErrorCode)))
		case topic.AuthorizedOperations != math.MinInt32 && topic.AuthorizedOperations>>kmsg.ACLOperationWrite&1 == 0:
			return fmt.Errorf("topic %s: %w", s.options.topic, explained(kerr.TopicAuthorizationFailed))
		}
		return s.checkBatches(ctx)
	}
}

// tlsAlert is the operation of a net.OpError of package tls for an alert that the other side has sent.
const tlsAlert = "remote error"

// refusal reports whether a broker answered, and will not answer otherwise later.
func refusal(err error) bool {
	var certificate *tls.CertificateVerificationError
	var op *net.OpError
	return errors.As(err, &certificate) || errors.As(err, &op) && op.Op == tlsAlert || errors.Is(err, kerr.SaslAuthenticationFailed) ||
		errors.Is(err, kerr.UnsupportedSaslMechanism) || errors.Is(err, kerr.ClusterAuthorizationFailed)
}

func (s *Sink) describe(ctx context.Context) (*kmsg.MetadataResponseTopic, error) {
	request := kmsg.NewPtrMetadataRequest()
	topic := kmsg.NewMetadataRequestTopic()
	topic.Topic = &s.options.topic
	request.Topics = append(request.Topics, topic)
	request.AllowAutoTopicCreation = s.options.create
	request.IncludeTopicAuthorizedOperations = true
	response, err := request.RequestWith(ctx, s.client)
	if err != nil {
		if refused := s.dials.refusal(); refused != nil {
			err = refused
		}
		return nil, err
	}
	if len(response.Topics) != 1 {
		return nil, errors.New("a broker does not describe the topic")
	}
	return &response.Topics[0], nil
}

// checkBatches returns an error if the topic takes no batches of batch-size. Whether it does is not known where the user
// may not read its configuration.
func (s *Sink) checkBatches(ctx context.Context) error {
	request := kmsg.NewPtrDescribeConfigsRequest()
	resource := kmsg.NewDescribeConfigsRequestResource()
	resource.ResourceType, resource.ResourceName = kmsg.ConfigResourceTypeTopic, s.options.topic
	resource.ConfigNames = []string{"max.message.bytes"}
	request.Resources = append(request.Resources, resource)
	response, err := request.RequestWith(ctx, s.client)
	if err != nil || len(response.Resources) != 1 {
		return nil
	}
	for _, c := range response.Resources[0].Configs {
		if c.Value == nil || c.Name != resource.ConfigNames[0] {
			continue
		}
		if most, err := strconv.ParseInt(*c.Value, 10, 64); err == nil && most < s.options.batchSize {
			return fmt.Errorf("topic %s takes batches of %d bytes at most: want batch-size=%d", s.options.topic, most, most)
		}
	}
	return nil
}

// dials remembers why the last connection failed.
type dials struct {
	mu   sync.Mutex
	last error
}

// OnBrokerConnect is a kgo.HookBrokerConnect.
func (d *dials) OnBrokerConnect(_ kgo.BrokerMetadata, _ time.Duration, _ net.Conn, err error) {
	d.mu.Lock()
	d.last = err
	d.mu.Unlock()
}

// refusal returns the error of the last connection if it is for good.
func (d *dials) refusal() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.last != nil && refusal(d.last) {
		return d.last
	}
	return nil
}

// why returns the error of the last connection in brackets, or nothing.
func (d *dials) why() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.last == nil {
		return ""
	}
	return " (" + d.last.Error() + ")"
}
