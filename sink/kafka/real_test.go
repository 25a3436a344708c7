package kafka

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/twmb/franz-go/pkg/kgo"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/internal/rows/rowstest"
)

// plainBroker is a broker for several tests.
func plainBroker(t *testing.T) *broker { return newBroker(t, brokerOptions{}) }

// idOf returns the run and the id of a record with a JSON value.
func idOf(t testing.TB, r *kgo.Record) string {
	t.Helper()
	var row struct{ ID json.Number }
	require.NoError(t, json.Unmarshal(r.Value, &row), "%s", r.Value)
	return headerOf(r, HeaderRun) + " " + string(row.ID)
}

func headerOf(r *kgo.Record, key string) string {
	for _, h := range r.Headers {
		if h.Key == key {
			return string(h.Value)
		}
	}
	return ""
}

func TestBroker(t *testing.T) {
	b := plainBroker(t)
	b.create("flows", 6)
	columns, flows := rowstest.Flows(t, 5000, nfstream.Config{Fields: []string{"default"}})
	s, err := Open("kafka://"+b.plain+"/flows", Rows{Columns: columns, Warn: func(err error) { t.Log(err) }})
	require.NoError(t, err)
	for _, f := range flows {
		require.NoError(t, s.Write(f))
	}
	require.NoError(t, s.Close())
	require.Equal(t, Stats{Delivered: uint64(len(flows))}, s.Stats())

	client := b.client(kgo.ConsumeTopics("flows"), kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()))
	defer client.Close()
	records := consume(t, client, len(flows), func(r *kgo.Record) string { return idOf(t, r) })
	require.Len(t, records, len(flows))

	lines := runJava(t, strings.NewReader(""), "org.apache.kafka.tools.consumer.ConsoleConsumer", "--bootstrap-server", b.plain,
		"--topic", "flows", "--from-beginning", "--max-messages", "10", "--timeout-ms", "20000",
		"--property", "print.headers=true", "--property", "print.partition=true")
	t.Log(lines[:500])
}
