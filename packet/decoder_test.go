package packet

import "testing"

func BenchmarkDecodeEthernetIPv4TCP(b *testing.B) {
	frame := []byte{
		0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 8, 0,
		0x45, 0, 0, 44, 0, 1, 0x40, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2,
		0x12, 0x34, 0, 80, 0, 0, 0, 1, 0, 0, 0, 2, 0x50, 0x18, 0x20, 0, 0, 0, 0, 0, 1, 2, 3, 4,
	}
	d := NewDecoder(Options{Tunnels: true})
	p := Packet{Data: frame, WireLength: uint32(len(frame))}
	b.ReportAllocs()
	for b.Loop() {
		if s := d.Decode(&p, LinkEthernet); s != OK {
			b.Fatal(s)
		}
	}
}
