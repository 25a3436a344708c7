package kafka

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"math"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kmsg"
)

// awayError means that no broker answers.
type awayError struct{ err error }

func (e *awayError) Error() string { return "no broker answers: " + e.err.Error() }
func (e *awayError) Unwrap() error { return e.err }

// checkTopic returns an error if the topic does not exist, or cannot be written to. It is an awayError if no broker
// answers in time.
func (s *Sink) checkTopic(ctx context.Context) error {
	for {
		topic, err := s.describe(ctx)
		if err == nil && s.emerging(topic) {
			select {
			case <-ctx.Done():
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

// emerging reports whether a topic is about to be created.
func (s *Sink) emerging(topic *kmsg.MetadataResponseTopic) bool {
	err := kerr.ErrorForCode(topic.ErrorCode)
	return err == kerr.LeaderNotAvailable || err == kerr.UnknownTopicOrPartition && s.options.create
}

// tlsAlert is the operation of a net.OpError of package tls for an alert that the other side has sent.
const tlsAlert = "remote error"

// refusal reports whether a broker answered, and will not answer otherwise later.
func refusal(err error) bool {
	var certificate *tls.CertificateVerificationError
	var op *net.OpError
	return errors.As(err, &certificate) || errors.As(err, &op) && op.Op == tlsAlert ||
		errors.Is(err, kerr.SaslAuthenticationFailed) || errors.Is(err, kerr.UnsupportedSaslMechanism) || errors.Is(err, kerr.ClusterAuthorizationFailed)
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
