package kafka

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
)

// jars returns the folder with the jars of a broker. It skips the test where they cannot be had, but not in CI.
var jars = sync.OnceValues(func() (string, error) {
	for _, program := range []string{"java", "mvn"} {
		if _, err := exec.LookPath(program); err != nil {
			return "", err
		}
	}
	var stderr bytes.Buffer
	cmd := exec.Command("../../test/kafka/jars")
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, stderr.String())
	}
	return strings.TrimSpace(string(out)), nil
})

// java returns a command that calls a main class of Kafka.
func java(t testing.TB, class string, args ...string) []string {
	t.Helper()
	folder, err := jars()
	if err != nil && os.Getenv("CI") == "" {
		t.Skipf("no broker: %v; test/kafka/install installs it", err)
	}
	require.NoError(t, err)
	return append([]string{"java", "-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", folder + "/*", class}, args...)
}

// runJava runs a main class to its end.
func runJava(t testing.TB, stdin io.Reader, class string, args ...string) string {
	t.Helper()
	command := java(t, class, args...)
	cmd := exec.CommandContext(t.Context(), command[0], command[1:]...)
	var out, stderr bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = stdin, &out, &stderr
	require.NoError(t, cmd.Run(), "%s\n%s", out.String(), stderr.String())
	return out.String()
}

// broker is a broker of Apache Kafka, in KRaft mode and alone. It takes plain connections, of users that may do anything,
// and those of extra.
type broker struct {
	t       testing.TB
	folder  string
	plain   string // address
	extra   map[string]string
	started bool
	quit    io.Closer
	ended   chan struct{}
	log     *os.File
}

// brokerOptions are lines of server.properties, listeners by the name of their protocol, and arguments of format.
type brokerOptions struct {
	properties []string
	listeners  []string
	format     []string
}

// newBroker starts a broker that ends with the test.
func newBroker(t testing.TB, o brokerOptions) *broker {
	b := &broker{t: t, folder: t.TempDir(), plain: freeAddress(t), extra: map[string]string{}}
	controller := freeAddress(t)
	listeners := "PLAINTEXT://" + b.plain
	for _, name := range o.listeners {
		b.extra[name] = freeAddress(t)
		listeners += "," + name + "://" + b.extra[name]
	}
	properties := append([]string{
		"process.roles=broker,controller", "node.id=1", "controller.listener.names=CONTROLLER",
		"controller.quorum.voters=1@" + controller,
		"listeners=" + listeners + ",CONTROLLER://" + controller, "advertised.listeners=" + listeners,
		"listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_SSL:SASL_SSL,SASL_PLAINTEXT:SASL_PLAINTEXT",
		"log.dirs=" + filepath.Join(b.folder, "data"), "auto.create.topics.enable=false", "num.partitions=3",
		"offsets.topic.replication.factor=1", "transaction.state.log.replication.factor=1", "transaction.state.log.min.isr=1",
		"group.initial.rebalance.delay.ms=0", "offsets.topic.num.partitions=1",
		// A broker that was killed is let in again after the session of the earlier one.
		"broker.session.timeout.ms=1000", "broker.heartbeat.interval.ms=200",
	}, o.properties...)
	require.NoError(t, os.WriteFile(b.properties(), []byte(strings.Join(properties, "\n")+"\n"), 0o600))
	runJava(t, nil, "kafka.tools.StorageTool", append([]string{"format", "-c", b.properties(), "-t", "AAAAAAAAAAAAAAAAAAAAAQ"}, o.format...)...)
	var err error
	b.log, err = os.Create(filepath.Join(b.folder, "log"))
	require.NoError(t, err)
	b.start()
	t.Cleanup(func() {
		b.kill()
		_ = b.log.Close()
	})
	return b
}

func (b *broker) properties() string { return filepath.Join(b.folder, "server.properties") }

// start starts the broker, and waits until it answers. A shell kills it when the test ends in any way.
func (b *broker) start() {
	b.t.Helper()
	args := append([]string{"-c", `"$@" </dev/null & read -r x; kill -9 $!`, "sh"}, java(b.t, "kafka.Kafka", b.properties())...)
	cmd := exec.Command("sh", args...)
	cmd.Stdout, cmd.Stderr = b.log, b.log
	stdin, err := cmd.StdinPipe()
	require.NoError(b.t, err)
	require.NoError(b.t, cmd.Start())
	b.quit, b.ended = stdin, make(chan struct{})
	go func(ended chan struct{}) {
		_ = cmd.Wait()
		close(ended)
	}(b.ended)
	began := time.Now()
	defer func() { b.t.Log("the broker took", time.Since(began).Round(time.Millisecond), "to start") }()
	client := b.client()
	defer client.Close()
	require.Eventually(b.t, func() bool {
		ctx, cancel := context.WithTimeout(b.t.Context(), time.Second)
		defer cancel()
		return client.Ping(ctx) == nil
	}, time.Minute, 100*time.Millisecond, "see %s", b.log.Name())
}

// kill ends the broker as kill -9 does.
func (b *broker) kill() {
	if b.quit != nil {
		_ = b.quit.Close()
		<-b.ended
		b.quit = nil
	}
}

func (b *broker) client(opts ...kgo.Opt) *kgo.Client {
	b.t.Helper()
	client, err := kgo.NewClient(append([]kgo.Opt{kgo.SeedBrokers(b.plain)}, opts...)...)
	require.NoError(b.t, err)
	return client
}

// create makes a topic, with name=value configurations.
func (b *broker) create(topic string, partitions int32, configs ...string) {
	b.t.Helper()
	client := b.client()
	defer client.Close()
	createTopic(b.t, client, topic, partitions, configs...)
}

func createTopic(t testing.TB, client *kgo.Client, topic string, partitions int32, configs ...string) {
	t.Helper()
	request := kmsg.NewPtrCreateTopicsRequest()
	wanted := kmsg.NewCreateTopicsRequestTopic()
	wanted.Topic, wanted.NumPartitions, wanted.ReplicationFactor = topic, partitions, 1
	for _, c := range configs {
		name, value, _ := strings.Cut(c, "=")
		config := kmsg.NewCreateTopicsRequestTopicConfig()
		config.Name, config.Value = name, &value
		wanted.Configs = append(wanted.Configs, config)
	}
	request.Topics = append(request.Topics, wanted)
	response, err := request.RequestWith(t.Context(), client)
	require.NoError(t, err)
	if err := kerr.ErrorForCode(response.Topics[0].ErrorCode); !errors.Is(err, kerr.TopicAlreadyExists) {
		require.NoError(t, err)
	}
}

// consume returns all records of a topic from its beginning, once there are n distinct ones by identify, and what comes
// within a moment after that.
func consume(t testing.TB, client *kgo.Client, n int, identify func(*kgo.Record) string) []*kgo.Record {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	seen := map[string]bool{}
	var all []*kgo.Record
	for len(seen) < n {
		fetches := client.PollFetches(ctx)
		require.NoError(t, ctx.Err(), "%d of %d", len(seen), n)
		fetches.EachRecord(func(r *kgo.Record) {
			all = append(all, r)
			seen[identify(r)] = true
		})
	}
	rest, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
	defer cancel()
	for rest.Err() == nil {
		client.PollFetches(rest).EachRecord(func(r *kgo.Record) { all = append(all, r) })
	}
	return all
}

// freeAddress returns an address of the loopback interface that nothing listens on.
func freeAddress(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	return l.Addr().String()
}
