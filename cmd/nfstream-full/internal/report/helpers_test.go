package report

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/bench/workload"
	"github.com/stretchr/testify/require"
)

// generated returns a capture of a workload.
func generated(t *testing.T, packets int) []byte { return generatedBy(t, "mix", packets) }

func generatedBy(t *testing.T, name string, packets int) []byte {
	t.Helper()
	var out bytes.Buffer
	_, err := workload.Write(&out, workload.Options{Name: name, Packets: packets, Seed: 1})
	require.NoError(t, err)
	return out.Bytes()
}

// statement runs a statement of JavaScript.
func statement(text string) action {
	return func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("(() => {"+text+"; return true; })()"))
		return chromedp.Void{}, err
	}
}

// clickIf clicks on an element if there is one that is shown.
func clickIf(selector string) action {
	return statement(fmt.Sprintf("const one = document.querySelector(%q); if (one && !one.closest('[hidden]')) one.click()", selector))
}

// search enters a text into the search field.
func search(text string) action {
	return statement(fmt.Sprintf(`const field = document.getElementById("search"); field.value = %q;
		field.dispatchEvent(new Event("input"))`, text))
}

// capture is a pcap capture in the making (libpcap, LINKTYPE_ETHERNET), for texts that no real client sends.
type capture struct{ bytes.Buffer }

func newCapture() *capture {
	c := new(capture)
	for _, v := range []any{uint32(0xa1b2c3d4), uint16(2), uint16(4), uint32(0), uint32(0), uint32(65535), uint32(1)} {
		_ = binary.Write(&c.Buffer, binary.LittleEndian, v)
	}
	return c
}

// tcp adds a packet between two hosts of 192.0.2.0/24. The ACK flag is set, and PSH if there is a payload.
func (c *capture) tcp(second uint32, from, to byte, sport, dport uint16, seq uint32, flags byte, payload string) {
	tcp := binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(nil, sport), dport)
	tcp = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(tcp, seq), 1)
	tcp = append(tcp, 5<<4, flags, 0xff, 0xff, 0, 0, 0, 0)
	c.ip(second, 6, from, to, append(tcp, payload...))
}

func (c *capture) ip(second uint32, protocol, from, to byte, payload []byte) {
	ip := []byte{0x45, 0, 0, 0, 0, 0, 0x40, 0, 64, protocol, 0, 0, 192, 0, 2, from, 192, 0, 2, to}
	binary.BigEndian.PutUint16(ip[2:], uint16(len(ip)+len(payload)))
	frame := append([]byte{2, 0, 0, 0, 0, to, 2, 0, 0, 0, 0, from, 8, 0}, append(ip, payload...)...)
	for _, v := range []uint32{second, 0, uint32(len(frame)), uint32(len(frame))} {
		_ = binary.Write(&c.Buffer, binary.LittleEndian, v)
	}
	c.Write(frame)
}

// get adds an exchange of HTTP.
func (c *capture) get(second uint32, sport uint16, host, agent, path string) {
	const syn, ack, push = 2, 16, 24
	request := "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nUser-Agent: " + agent + "\r\n\r\n"
	c.tcp(second, 1, 2, sport, 80, 99, syn, "")
	c.tcp(second, 2, 1, 80, sport, 0, syn|ack, "")
	c.tcp(second, 1, 2, sport, 80, 100, push, request)
	c.tcp(second, 2, 1, 80, sport, 1, push, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
}

// configWith returns a configuration that anonymizes a column.
func configWith(anonymized string) *nfstream.Config {
	return &nfstream.Config{Anonymize: []string{anonymized}}
}
