package live

import "golang.org/x/net/bpf"

// Where the kernel's loads find headers (SKF_LL_OFF and SKF_NET_OFF in include/uapi/linux/filter.h): a packet that is
// sent begins with its link-layer header, one that is received with its network header, so nothing else is the same.
const (
	atLink    = 0xffe00000
	atNetwork = 0xfff00000
)

const (
	etherIPv4 = 0x0800
	etherIPv6 = 0x86dd
	etherSTag = 0x88a8
	maxTags   = 3 // VLAN tags in front of an IP header that are passed over
)

// spreadByAddresses returns the program that gives a packet a number below 1<<16: from the exclusive or of its
// outermost IP addresses, or else of its MAC addresses, so that both directions and all fragments have the same one.
// The kernel takes it modulo the number of sockets. Frames of 802.11 and Cisco HDLC have no addresses in a fixed place,
// and all have the number 0.
func spreadByAddresses() []bpf.RawInstruction {
	p := &labelled{}
	p.add(bpf.LoadExtension{Num: bpf.ExtLinkLayerType})
	p.jump(hardwareEthernet, "ethernet")
	p.jump(hardwareLoopback, "ethernet")
	for _, h := range []uint32{hardwareNone, hardwareRawIP, hardwarePPP, hardwareTunnel, hardwareTunnel6, hardwareSIT,
		hardwareIPGRE, hardwareIP6GRE} {
		p.jump(h, "raw")
	}
	p.add(bpf.RetConstant{Val: 0})
	p.ethernet()
	p.label("raw")
	p.add(bpf.LoadConstant{Dst: bpf.RegX, Val: atNetwork}, bpf.LoadIndirect{Size: 1},
		bpf.ALUOpConstant{Op: bpf.ALUOpShiftRight, Val: 4})
	p.jump(4, "ipv4")
	p.jump(6, "ipv6")
	p.add(bpf.RetConstant{Val: 0})
	p.addresses("ipv4", 12, 16)
	p.addresses("ipv6", 8, 12, 16, 20, 24, 28, 32, 36)
	return p.link()
}

// ethernet sets X to where the IP header is, behind the VLAN tags that the kernel left in the frame.
func (p *labelled) ethernet() {
	p.label("ethernet")
	for tags := range uint32(maxTags + 1) {
		at := atLink + macAddresses + tagSize*tags
		p.add(bpf.LoadConstant{Dst: bpf.RegX, Val: at + 2}, bpf.LoadAbsolute{Off: at, Size: 2})
		p.jump(etherIPv4, "ipv4")
		p.jump(etherIPv6, "ipv6")
		if tags < maxTags {
			p.skipUnless(tpidCustomer, etherSTag)
		}
	}
	p.label("mac")
	p.add(bpf.LoadConstant{Dst: bpf.RegX, Val: atLink}, bpf.LoadIndirect{Off: 2, Size: 4},
		bpf.StoreScratch{Src: bpf.RegA}, bpf.LoadIndirect{Off: 8, Size: 4})
	p.xorScratch()
	p.mix()
}

// addresses returns a number from the words at the given offsets from X.
func (p *labelled) addresses(label string, first uint32, others ...uint32) {
	p.label(label)
	p.add(bpf.StoreScratch{Src: bpf.RegX, N: 1}, bpf.LoadIndirect{Off: first, Size: 4})
	for _, at := range others {
		p.add(bpf.LoadScratch{Dst: bpf.RegX, N: 1}, bpf.StoreScratch{Src: bpf.RegA},
			bpf.LoadIndirect{Off: at, Size: 4})
		p.xorScratch()
	}
	p.mix()
}

// xorScratch adds the first word of the scratch memory to A.
func (p *labelled) xorScratch() {
	p.add(bpf.LoadScratch{Dst: bpf.RegX}, bpf.ALUOpX{Op: bpf.ALUOpXor})
}

// mix ends the program with the upper half of A times an odd constant, which depends on all bits of A.
func (p *labelled) mix() {
	p.add(bpf.ALUOpConstant{Op: bpf.ALUOpMul, Val: 0x9e3779b1},
		bpf.ALUOpConstant{Op: bpf.ALUOpShiftRight, Val: 16}, bpf.RetA{})
}

// labelled is a program under construction whose jumps name their targets.
type labelled struct {
	code    []bpf.Instruction
	targets map[int]string // by jump
	labels  map[string]int
}

func (p *labelled) add(i ...bpf.Instruction) { p.code = append(p.code, i...) }

func (p *labelled) label(name string) {
	if p.labels == nil {
		p.labels = map[string]int{}
	}
	p.labels[name] = len(p.code)
}

// jump goes to a label that comes later if A is the value.
func (p *labelled) jump(value uint32, label string) {
	if p.targets == nil {
		p.targets = map[int]string{}
	}
	p.targets[len(p.code)] = label
	p.add(bpf.JumpIf{Cond: bpf.JumpEqual, Val: value})
}

// skipUnless goes to the label mac unless A is one of two values.
func (p *labelled) skipUnless(a, b uint32) {
	p.add(bpf.JumpIf{Cond: bpf.JumpEqual, Val: a, SkipTrue: 2}, bpf.JumpIf{Cond: bpf.JumpEqual, Val: b, SkipTrue: 1})
	p.targets[len(p.code)] = "mac"
	p.add(bpf.Jump{})
}

// link puts in the distances of the jumps.
func (p *labelled) link() []bpf.RawInstruction {
	for at, label := range p.targets {
		distance := p.labels[label] - at - 1
		switch i := p.code[at].(type) {
		case bpf.JumpIf:
			i.SkipTrue = uint8(distance)
			p.code[at] = i
		case bpf.Jump:
			p.code[at] = bpf.Jump{Skip: uint32(distance)}
		}
	}
	return assemble(p.code...)
}
