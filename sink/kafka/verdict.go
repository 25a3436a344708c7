package kafka

import (
	"context"
	"errors"
	"fmt"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
)

// verdict is what the end of a record means.
type verdict uint8

const (
	delivered verdict = iota
	refused           // this record is not taken, others may be
	unsent            // nobody knows whether a broker has it; the sink is closed
	failed            // no record is taken
)

func verdictOf(err error) verdict {
	switch {
	case err == nil:
		return delivered
	case errors.Is(err, kerr.MessageTooLarge), errors.Is(err, kerr.RecordListTooLarge), errors.Is(err, kerr.InvalidRecord),
		errors.Is(err, kerr.InvalidTimestamp):
		return refused
	case errors.Is(err, kgo.ErrClientClosed), errors.Is(err, kgo.ErrAborting), errors.Is(err, context.Canceled):
		return unsent
	}
	return failed
}

// explained adds what to do to an error of a broker.
func explained(err error) error {
	hint := ""
	switch {
	case errors.Is(err, kerr.UnknownTopicOrPartition):
		hint = "create the topic, or let the broker do it by create-topic=yes"
	case errors.Is(err, kerr.TopicAuthorizationFailed):
		hint = "the user needs the right to describe and write the topic"
	case errors.Is(err, kerr.ClusterAuthorizationFailed):
		hint = "the user needs the right of idempotent writes"
	case errors.Is(err, kerr.SaslAuthenticationFailed):
		hint = "the broker does not take the user and the password"
	case errors.Is(err, kerr.UnsupportedSaslMechanism):
		hint = "want another sasl="
	default:
		return err
	}
	return fmt.Errorf("%w: %s", err, hint)
}
