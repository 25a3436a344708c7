package main

import (
	"encoding/binary"
	"io"
)

// mostFlows keeps the whole talk of the flows shorter than the idle timeout, so that they are all alive at its end.
const mostFlows = 2_000_000

// http is what an HTTP connection begins with, and opaque is of no protocol.
var (
	http   = [2]string{request, answer}
	opaque = [2]string{"\x01", "\x01"}
)

const (
	request = "GET /index.html HTTP/1.1\r\nHost: www.example.com\r\nUser-Agent: bench\r\nAccept: */*\r\n\r\n"
	answer  = "HTTP/1.1 200 OK\r\nServer: bench\r\nContent-Type: text/plain\r\nContent-Length: 1000000\r\n\r\n"
)

// talkPackets is how many payloads a flow has before it counts as decided: more than are inspected at most, request and
// answer among them.
const talkPackets = 12

const frameHeaders = 14 + 20 + 20

// stream is a generated capture of TCP connections: first the packets that decide each flow, then packets of the
// flows in turn with the given payload size. Packets are a microsecond apart.
type stream struct {
	flows, talk, packets, payload int
	// begin is the first payload of client and server.
	begin [2]string

	made    int
	buf     []byte
	pending []byte
}

func (s *stream) Read(b []byte) (int, error) {
	if len(s.pending) == 0 && !s.next() {
		return 0, io.EOF
	}
	n := copy(b, s.pending)
	s.pending = s.pending[n:]
	return n, nil
}

// next makes some packets, or reports that there are no more.
func (s *stream) next() bool {
	s.buf = s.buf[:0]
	if s.made == 0 {
		s.buf = binary.LittleEndian.AppendUint32(s.buf, 0xa1b2c3d4)
		s.buf = binary.LittleEndian.AppendUint16(s.buf, 2)
		s.buf = binary.LittleEndian.AppendUint16(s.buf, 4)
		s.buf = append(s.buf, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 1, 0, 0, 0)
	}
	for end := s.flows*s.talk + s.packets; s.made < end && len(s.buf) < 1<<18; s.made++ {
		s.packet(s.made)
	}
	s.pending = s.buf
	return len(s.buf) > 0
}

// packet makes the one of that number. Sequence numbers go on where the last payload of the side ended.
func (s *stream) packet(n int) {
	flow, turn := s.turn(n)
	payload, size := "", s.payload
	if turn < s.talk {
		payload, size = s.begin[turn&1], 0
		if turn > 1 {
			payload = payload[:0]
			size = 1
		}
	}
	length := frameHeaders + len(payload) + size
	s.record(n, max(length, 60))
	s.headers(flow, turn, length-14)
	s.buf = append(s.buf, payload...)
	s.zeros(max(length, 60) - frameHeaders - len(payload))
}

// turn returns the flow of a packet, and how many packets of that flow there are before it.
func (s *stream) turn(n int) (flow, before int) {
	if later := n - s.flows*s.talk; later >= 0 {
		return later % s.flows, s.talk + later/s.flows
	}
	return n / s.talk, n % s.talk
}

func (s *stream) record(n, length int) {
	s.buf = binary.LittleEndian.AppendUint32(s.buf, uint32(1_700_000_000+n/1_000_000))
	s.buf = binary.LittleEndian.AppendUint32(s.buf, uint32(n%1_000_000))
	s.buf = binary.LittleEndian.AppendUint32(s.buf, uint32(length))
	s.buf = binary.LittleEndian.AppendUint32(s.buf, uint32(length))
}

// headers are Ethernet, IPv4 and TCP, of the client in even turns and of the server in odd ones.
func (s *stream) headers(flow, turn, length int) {
	ends := [2][4]byte{{10, byte(flow >> 16), byte(flow >> 8), byte(flow)}, {198, 51, 100, 7}}
	ports := [2]uint16{uint16(20_000 + flow%40_000), 80}
	from := turn & 1
	s.buf = append(s.buf, 2, 0, 0, 0, 0, byte(1-from), 2, 0, 0, 0, 0, byte(from), 8, 0, 0x45, 0)
	s.buf = binary.BigEndian.AppendUint16(s.buf, uint16(length))
	s.buf = append(s.buf, 0, 0, 0x40, 0, 64, 6, 0, 0)
	s.buf = append(append(s.buf, ends[from][:]...), ends[1-from][:]...)
	s.buf = binary.BigEndian.AppendUint16(s.buf, ports[from])
	s.buf = binary.BigEndian.AppendUint16(s.buf, ports[1-from])
	s.buf = binary.BigEndian.AppendUint32(s.buf, s.sequence(from, turn))
	s.buf = append(s.buf, 0, 0, 0, 0, 0x50, 0x18, 0xff, 0xff, 0, 0, 0, 0)
}

// sequence is what a side has sent before a turn.
func (s *stream) sequence(from, turn int) uint32 {
	before := turn / 2
	talked := min(before, s.talk/2)
	if before == 0 {
		return 1
	}
	sent := len(s.begin[from]) + talked - 1 + (before-talked)*s.payload
	return uint32(1 + sent)
}

func (s *stream) zeros(n int) {
	for range n {
		s.buf = append(s.buf, 0)
	}
}
