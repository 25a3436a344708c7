package dns_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/dns/dnsmessage"

	"github.com/nfstream/nfstream-go/l7/dns"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/packet"
)

// oracle compares what the oracle reads of a message with what this package reads, up to where the oracle stops. It
// returns false for what the oracle does not read at all.
func oracle(t testing.TB, message []byte) bool {
	t.Helper()
	var p dnsmessage.Parser
	header, err := p.Start(message)
	if err != nil {
		return false
	}
	m, err := dns.Parse(message)
	require.NoError(t, err)
	require.Equal(t, header.ID, m.ID)
	require.Equal(t, header.Response, m.Response)
	require.EqualValues(t, header.RCode, m.RCode)
	require.Equal(t, header.AuthenticData, m.AuthenticData)
	questions := m.EachQuestion()
	for {
		want, err := p.Question()
		if err != nil {
			break
		}
		if !questions.Next() {
			return stricter(t, want.Name)
		}
		require.True(t, sameName(want.Name, questions.Name), "%q %q", want.Name, questions.Name)
		require.EqualValues(t, want.Type, questions.Type)
		require.EqualValues(t, want.Class, questions.Class)
	}
	if p.SkipAllQuestions() != nil {
		return true
	}
	compareRecords(t, &p, m.EachRecord())
	return true
}

func compareRecords(t testing.TB, p *dnsmessage.Parser, records dns.Records) {
	t.Helper()
	sections := []struct {
		header func() (dnsmessage.ResourceHeader, error)
		skip   func() error
	}{{p.AnswerHeader, p.SkipAnswer}, {p.AuthorityHeader, p.SkipAuthority}, {p.AdditionalHeader, p.SkipAdditional}}
	for i, section := range sections {
		for {
			want, err := section.header()
			if errors.Is(err, dnsmessage.ErrSectionDone) {
				break
			}
			if err != nil || section.skip() != nil {
				return
			}
			if !records.Next() {
				stricter(t, want.Name)
				return
			}
			require.EqualValues(t, i, records.Section)
			require.True(t, sameName(want.Name, records.Name), "%q %q", want.Name, records.Name)
			require.EqualValues(t, want.Type, records.Type)
			require.EqualValues(t, want.Class, records.Class)
			require.EqualValues(t, want.TTL, records.TTL)
			require.EqualValues(t, want.Length, len(records.Data))
		}
	}
}

// stricter says that this package refuses a name that the oracle reads: by a pointer forward or to the header.
func stricter(t testing.TB, name dnsmessage.Name) bool {
	t.Logf("refused: %q", name)
	return true
}

// sameName compares a name with the oracle's, which refuses dots in labels and escapes nothing.
func sameName(want dnsmessage.Name, got dns.Name) bool {
	text := strings.TrimSuffix(want.String(), ".")
	if got.IsRoot() {
		return text == ""
	}
	if got.IsHost() {
		return strings.EqualFold(text, got.String())
	}
	return got.String() == string(escape(text))
}

// escape writes a name of the oracle as presentation text.
func escape(text string) (out []byte) {
	for _, label := range strings.Split(text, ".") {
		m, _ := dns.Parse(append([]byte("\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00"),
			string(rune(len(label)))+label+"\x00\x00\x01\x00\x01"...))
		q, _ := m.Question()
		if len(out) > 0 {
			out = append(out, '.')
		}
		if q.Name.IsHost() {
			out = append(out, label...)
		} else {
			out = q.Name.Append(out)
		}
	}
	return out
}

func TestOracleOverCorpus(t *testing.T) {
	read, all := 0, 0
	for _, name := range l7test.Captures(t) {
		l7test.Packets(t, name, func(p *packet.Packet) {
			if payload := p.TransportPayload(); p.Key.Proto == 17 && dns.Plausible(payload) {
				all++
				if oracle(t, payload) {
					read++
				}
			}
		})
	}
	t.Logf("%d of %d messages compared", read, all)
	require.Greater(t, read, 2000)
}
