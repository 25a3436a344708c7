package wire_test

import (
	"fmt"

	"github.com/nfstream/nfstream-go/l7/wire"
)

// A message with a type, a length of 16 bits and a value. One check at the end covers all reads.
func ExampleCursor() {
	read := func(message string) {
		c := wire.NewCursor([]byte(message))
		kind := c.Uint8()
		value := c.Block16()
		text := value.Rest()
		fmt.Println(kind, string(text), c.OK() && value.OK())
	}
	read("\x01\x00\x05hello")
	read("\x01\x00\x09hello")
	// Output:
	// 1 hello true
	// 1  false
}
