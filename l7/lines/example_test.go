package lines_test

import (
	"fmt"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/lines"
)

// More asks for more bytes: the command is not complete.
func ExampleCommand() {
	fmt.Println(lines.Command([]byte("HELO mail.example\r\n"), "EHLO", "HELO") == l7.Match)
	fmt.Println(lines.Command([]byte("EH"), "EHLO", "HELO") == l7.More)
	fmt.Println(lines.Command([]byte("GET / HTTP/1.1"), "EHLO", "HELO") == l7.Reject)
	// Output:
	// true
	// true
	// true
}
