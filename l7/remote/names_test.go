//go:build !nfstream_no_remote

package remote_test

import (
	"testing"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/remote"
)

// What is almost a message is none.
func TestNames(t *testing.T) {
	tcp := l7test.OverTCP
	l7test.CheckNames(t, remote.Protos(),
		tcp(categories.X11, 40001, "l\x00\x0b\x00\x00\x00\x00\x00\x00\x00\x00\x00"),
		tcp(categories.X11, 40001, "B\x00\x00\x0b\x00\x00\x00\x12\x00\x10\x00\x00MIT-MAGIC-COOKIE-1"),
		tcp(0, 6000, "l\x00\x0c\x00\x00\x00\x00\x00\x00\x00\x00\x00"), tcp(0, 6000, "B\x00\x0b\x00\x00\x00\x00\x00\x00\x00\x00\x00"),
		tcp(0, 6000, "l\x00\x0b\x00\x00\x00\x00\x01\x00\x00\x00\x00"), tcp(0, 6000, "list all of it\n"),
		tcp(categories.Rlogin, 40001, "\x00a\x00b\x00vt100/9600\x00", "\x00"), tcp(0, 513, "\x00a\x00b\x00vt100\x00"),
		tcp(0, 513, "\x00a\x00b\x00vt100/fast\x00"), tcp(0, 513, "\x00\x00b\x00vt100/9600\x00"), tcp(0, 513, "\x00a\x00b\x00/9600\x00"),
		tcp(categories.RSH, 514, "\x00a\x00b\x00ls /1\x00"),
	)
}
