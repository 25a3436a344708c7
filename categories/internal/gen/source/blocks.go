package source

import (
	"bytes"
	"fmt"
	"strings"
)

// Block is a line of the table of protocols such as "# 1550-1599 games". It reserves ids for a family of protocols.
type Block struct {
	First int // id
	Text  string
}

// parseBlocks returns the blocks of the table of protocols, in order.
func parseBlocks(text []byte) (all []Block) {
	for l := range strings.Lines(string(text)) {
		b := Block{Text: strings.Join(strings.Fields(strings.TrimPrefix(l, "#")), " ")}
		if _, err := fmt.Sscanf(l, "# %d-", &b.First); err == nil {
			all = append(all, b)
		}
	}
	return all
}

// writeInBlocks writes the lines of each protocol under a comment for its block. It also writes empty blocks, so that
// additions to different blocks do not touch adjacent lines.
func writeInBlocks(b *bytes.Buffer, protocols []Protocol, blocks []Block, write func(Protocol)) {
	upTo := func(id int) {
		for len(blocks) > 0 && blocks[0].First <= id {
			fmt.Fprintf(b, "\n// %s\n", blocks[0].Text)
			blocks = blocks[1:]
		}
	}
	for _, p := range protocols {
		upTo(p.ID)
		write(p)
	}
	upTo(FirstUser)
}
