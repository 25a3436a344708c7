package live

import "golang.org/x/net/bpf"

// Offsets of headers for the kernel's loads (SKF_LL_OFF and SKF_NET_OFF in include/uapi/linux/filter.h). A sent
// packet begins with its link-layer header, a received one with its network header, so only these offsets work for
// both.
const (
	atLink    = 0xffe00000
	atNetwork = 0xfff00000
)

const (
	etherIPv4 = 0x0800
	etherIPv6 = 0x86dd
	etherSTag = 0x88a8
	maxTags   = 3 // maximum VLAN tags to skip before an IP header
)

// spreadByAddresses returns a program that maps a packet to a number below 1<<16: a hash of the exclusive or of its
// outermost IP addresses, or of its MAC addresses. Both directions and all fragments have the same number. The kernel
// takes it modulo the number of sockets. Frames of 802.11 and Cisco HDLC have no addresses at fixed offsets; all have
// the number 0.
func spreadByAddresses() []bpf.RawInstruction {
	p := &labelled{}
	p.add(op(loadAt4, ancillaryHardware))
	p.jump(hardwareEthernet, "ethernet")
	p.jump(hardwareLoopback, "ethernet")
	for _, h := range []uint32{hardwareNone, hardwareRawIP, hardwarePPP, hardwareTunnel, hardwareTunnel6, hardwareSIT,
		hardwareIPGRE, hardwareIP6GRE} {
		p.jump(h, "raw")
	}
	p.add(op(returnConstant, 0))
	p.ethernet()
	p.label("raw")
	p.add(op(setX, atNetwork), op(loadFromX1, 0), op(shiftRight, 4))
	p.jump(4, "ipv4")
	p.jump(6, "ipv6")
	p.add(op(returnConstant, 0))
	p.addresses("ipv4", 12, 16)
	p.addresses("ipv6", 8, 12, 16, 20, 24, 28, 32, 36)
	return p.link()
}

// ethernet sets X to the offset of the IP header, after the VLAN tags that the kernel left in the frame.
func (p *labelled) ethernet() {
	p.label("ethernet")
	for tags := range uint32(maxTags + 1) {
		at := atLink + macAddresses + tagSize*tags
		p.add(op(setX, at+2), op(loadAt2, at))
		p.jump(etherIPv4, "ipv4")
		p.jump(etherIPv6, "ipv6")
		if tags < maxTags {
			p.skipUnless(tpidCustomer, etherSTag)
		}
	}
	p.label("mac")
	p.add(op(setX, atLink), op(loadFromX4, 2), op(storeScratchA, 0), op(loadFromX4, 8))
	p.xorScratch()
	p.mix()
}

// addresses computes a number from the words at the given offsets from X.
func (p *labelled) addresses(label string, first uint32, others ...uint32) {
	p.label(label)
	p.add(op(storeScratchX, 1), op(loadFromX4, first))
	for _, at := range others {
		p.add(op(loadScratchX, 1), op(storeScratchA, 0), op(loadFromX4, at))
		p.xorScratch()
	}
	p.mix()
}

// xorScratch adds the first word of the scratch memory to A.
func (p *labelled) xorScratch() {
	p.add(op(loadScratchX, 0), op(xorX, 0))
}

// mix ends the program. It returns the upper half of A times an odd constant, which depends on all bits of A.
func (p *labelled) mix() {
	p.add(op(multiply, 0x9e3779b1), op(shiftRight, 16), op(returnA, 0))
}

// labelled is a program under construction. Its jumps have labels as targets.
type labelled struct {
	code    []bpf.RawInstruction
	targets map[int]string // by jump
	labels  map[string]int
}

//go:noinline
func (p *labelled) add(i ...bpf.RawInstruction) { p.code = append(p.code, i...) }

func (p *labelled) label(name string) {
	if p.labels == nil {
		p.labels = map[string]int{}
	}
	p.labels[name] = len(p.code)
}

// jump goes to a later label if A equals the value.
func (p *labelled) jump(value uint32, label string) {
	if p.targets == nil {
		p.targets = map[int]string{}
	}
	p.targets[len(p.code)] = label
	p.add(op(jumpEqual, value))
}

// skipUnless goes to the label mac unless A is one of two values.
func (p *labelled) skipUnless(a, b uint32) {
	p.add(bpf.RawInstruction{Op: jumpEqual, K: a, Jt: 2}, bpf.RawInstruction{Op: jumpEqual, K: b, Jt: 1})
	p.targets[len(p.code)] = "mac"
	p.add(op(jumpAlways, 0))
}

// link resolves the distances of the jumps.
func (p *labelled) link() []bpf.RawInstruction {
	for at, label := range p.targets {
		distance := p.labels[label] - at - 1
		if i := &p.code[at]; i.Op == jumpAlways {
			i.K = uint32(distance)
		} else {
			i.Jt = uint8(distance)
		}
	}
	return p.code
}
