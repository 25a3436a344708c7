//go:build !tiny

package column

import "github.com/nfstream/nfstream-go/flow"

func contentColumns() []Column {
	return []Column{
		entropyColumn("src2dst_entropy", "of the first payload of the source, -1 without one", flow.SrcToDst),
		entropyColumn("dst2src_entropy", "of the first payload back, -1 without one", flow.DstToSrc),
		intColumn("fully_encrypted", u8, "1 where the first payload of the source over TCP passes as fully encrypted (Wu et al., 2023)",
			func(f *flow.Flow) int64 {
				if f.FullyEncrypted() {
					return 1
				}
				return 0
			}),
		termColumn("content_magic", "kind of the first body, or else of the first payload, by how it begins: pe, elf, shell, zip, pdf, ...",
			func(dst []byte, f *flow.Flow) []byte { return append(dst, f.Content()...) }),
	}
}

func entropyColumn(name, doc string, direction uint8) Column {
	c := floatColumn(name, doc, func(f *flow.Flow) float64 {
		if bits, ok := f.Entropy(direction); ok {
			return bits
		}
		return -1
	})
	c.Unit = "bits a byte"
	return c
}
