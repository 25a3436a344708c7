package nfstream_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// sentence is one of the section "Exactly" of docs/columns.md, and what would notice the other reading.
type sentence struct {
	text string
	test func(t *testing.T)
}

// elsewhere marks sentences that other tests hold: those of the packages flow (gaps), packet (headers and fragments) and
// capture (the range of time), and of files here.
var elsewhere func(t *testing.T)

// fullStop ends a sentence that another follows.
var fullStop = regexp.MustCompile("\\. ([A-Z`])")

// Each sentence of the section has its test.
func TestExactly(t *testing.T) {
	text, err := os.ReadFile("internal/gen/exactly.md")
	require.NoError(t, err)
	var want []string
	for _, line := range strings.Split("\n"+string(text), "\n- ")[1:] {
		line, _, _ = strings.Cut(line, "\n\n")
		line = fullStop.ReplaceAllString(strings.Join(strings.Fields(line), " "), ".\n$1")
		want = append(want, strings.Split(line, "\n")...)
	}
	var got []string
	for _, s := range append(append(exactTimes, exactLengths...), exactFlows...) {
		got = append(got, s.text)
		if s.test != nil {
			t.Run(s.text, s.test)
		}
	}
	require.Equal(t, want, got)
}

var exactFlows = []sentence{
	{"The VLAN is the outermost one.", testOutermostVLAN},
	{"VLAN 0, a priority tag, is no VLAN.", testPriorityTag},
	{"With `--ignore-vlan` and `--ignore-tunnel` a flow shows VLAN and tunnel of its first packet.", elsewhere},
	{"Ports that are used again after FIN or RST stay one flow until a timeout.", testPortsUsedAgain},
	{"The ports of a packet in fragments are remembered for 30 s of capture time after its first " +
		"fragment, at 30 s still.", testFragmentsAreRemembered},
	{"A fragment that comes before the first one of its packet belongs to that one's flow.", elsewhere},
	{"A packet with a damaged transport header belongs to its flow, with what was captured of its ports and flags.", elsewhere},
	{"That is a TCP data offset below 5 or past the end, or a UDP length below 8.", elsewhere},
	{"The Community ID of ICMP and ICMPv6 is that of the first message whose type and code were captured.", elsewhere},
	{"A gap opens where a TCP segment begins beyond the highest sequence number seen in its direction.", testGapColumns},
	{"SYN and FIN take a sequence number each.", elsewhere},
	{"A segment that comes later takes what it covers out of all gaps.", elsewhere},
	{"One that fills a gap in its midst leaves two.", elsewhere},
	{"`missed_packets` is the number of gaps, of both directions, that are left at the end.", testGapColumns},
	{"`out_of_order_packets` is the number of segments that begin before the highest sequence number seen " +
		"and bring bytes that were missing.", testGapColumns},
	{"A retransmission of bytes that were seen counts for neither, nor does a keep-alive.", elsewhere},
	{"What is before the first segment of a direction is not missing.", elsewhere},
	{"A SYN that comes again, or after data that follows it, changes nothing.", elsewhere},
	{"Another SYN begins a new connection, and the gaps of the one before it are left.", elsewhere},
	{"Eight gaps of a direction are open at most.", elsewhere},
	{"Where one more opens the lowest is left.", elsewhere},
	{"A segment with RST counts for neither column, nor does one whose header the capture has cut.", elsewhere},
}
