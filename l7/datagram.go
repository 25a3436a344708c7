package l7

import "github.com/nfstream/nfstream-go/packet"

// datagram shows a datagram to the flow's session, or to the probes.
func (e *Engine) datagram(s *state, p *packet.Packet) {
	if !e.tables.probesIP(p.Key.Proto) {
		e.giveBack(e.ctx.flow, s)
		return
	}
	s.dirs[e.ctx.Dir].count()
	e.ctx.Data = p.TransportPayload()
	e.ctx.Begin = true
	if e.tables.firstOfDatagrams > 0 && s.dirs[e.ctx.Dir].payloads == 1 {
		e.recordFirst(s, e.ctx.Data, e.tables.firstOfDatagrams)
	}
	e.showDatagram(s)
}

// showDatagram shows Ctx.Data to the flow's session, or to the probes.
func (e *Engine) showDatagram(s *state) {
	if s.session == nil && !e.probeDatagram(s) {
		return
	}
	if s.revocable() {
		s.dirs[e.ctx.Dir].keepDatagram(e.ctx.Data)
	}
	e.read(s)
}

// probeDatagram reports whether a session is to read the datagram.
func (e *Engine) probeDatagram(s *state) bool {
	tried := s.tried[e.ctx.Dir]
	var order []int
	if n := e.ctx.IPProtocol; n == protoUDP || n == protoUDPLite {
		order = e.candidates(s, e.tables.udp, tried)
	} else {
		order = e.ipCandidates(s, tried)
	}
	for _, i := range order {
		e.ctx.proto = int16(i)
		proto := &e.tables.protos[i]
		switch v := proto.Probe(&e.ctx); {
		case v == Reject:
			if !proto.EachDatagram {
				tried.add(i)
			}
		case v == Match:
			return e.matched(s, i)
		case v == Weak:
			e.matchedWeakly(s, i)
		}
	}
	return false
}
