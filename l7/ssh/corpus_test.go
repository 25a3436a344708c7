package ssh_test

import (
	"bufio"
	"context"
	"encoding/json"
	"net/netip"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/packet"
)

const corpusFolder = "../../../shared/corpus"

// captures returns the names of the captures of the corpus.
func captures(t testing.TB) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(corpusFolder, "pcap"))
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("no corpus: %v", err)
		}
		t.Skipf("no corpus: %v", err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// packets calls f with every packet of a capture that decodes.
func packets(t testing.TB, name string, f func(*packet.Packet)) {
	t.Helper()
	src, err := capture.OpenFile(filepath.Join(corpusFolder, "pcap", name))
	if err != nil {
		t.Logf("%s: %v", name, err)
		return
	}
	defer src.Close()
	d := packet.NewDecoder(packet.Options{Tunnels: true})
	var batch capture.Batch
	for err == nil {
		err = src.Next(context.Background(), &batch)
		for _, frame := range batch.Frames {
			p := packet.Packet{Data: frame.Data, Time: frame.Time, WireLength: frame.Length}
			if d.Decode(&p, frame.Link) == packet.OK && !p.Fragment {
				f(&p)
			}
		}
	}
}

// ends name a flow in one direction.
type ends struct {
	src, dst netip.AddrPort
	proto    uint8
}

func (e ends) reverse() ends { return ends{e.dst, e.src, e.proto} }

func endsOf(p *packet.Packet) ends { return ends{p.Src(), p.Dst(), p.Key.Proto} }

// label is what the reference says about a flow.
type label struct {
	SrcIP   string `json:"src_ip"`
	DstIP   string `json:"dest_ip"`
	SrcPort uint16 `json:"src_port"`
	DstPort uint16 `json:"dst_port"`
	Proto   string `json:"proto"`
	NDPI    struct {
		Proto    string `json:"proto"`
		Hostname string `json:"hostname"`
		SSH      *struct {
			Client      string `json:"client_signature"`
			Server      string `json:"server_signature"`
			HASSHClient string `json:"hassh_client"`
			HASSHServer string `json:"hassh_server"`
		} `json:"ssh"`
	} `json:"ndpi"`
}

// ends returns the label's flow, and false for one of no address.
func (l *label) ends() (ends, bool) {
	src, err := netip.ParseAddr(l.SrcIP)
	if err != nil {
		return ends{}, false
	}
	dst, err := netip.ParseAddr(l.DstIP)
	proto := map[string]uint8{"TCP": 6, "UDP": 17}[l.Proto]
	return ends{netip.AddrPortFrom(src, l.SrcPort), netip.AddrPortFrom(dst, l.DstPort), proto}, err == nil && proto > 0
}

// labels returns the reference's labels of a capture by flow. Flows that share addresses and ports are left out.
func labels(t testing.TB, name string) map[ends]*label {
	t.Helper()
	file, err := os.Open(filepath.Join(corpusFolder, "labels", name+".jsonl"))
	require.NoError(t, err)
	defer file.Close()
	all, twice := map[ends]*label{}, map[ends]bool{}
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var l label
		require.NoError(t, json.Unmarshal(lines.Bytes(), &l))
		if e, ok := l.ends(); ok {
			twice[e] = all[e] != nil || all[e.reverse()] != nil || twice[e]
			all[e] = &l
		}
	}
	for e, is := range twice {
		if is {
			delete(all, e)
			delete(all, e.reverse())
		}
	}
	return all
}
