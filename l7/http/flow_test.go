package http_test

import (
	"testing"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/http"
	"github.com/nfstream/nfstream-go/l7/l7test"
)

var tables = l7.Compile(http.Protos())

func newEngine() *l7.Engine { return l7.NewEngine(tables, l7.Limits{TCP: 1 << 14, UDP: 32}) }

func newTalk(e *l7.Engine) *l7test.Talk { return l7test.NewTalk(e, l7.TCP, 40000, 80) }

// exchange is a connection in which either side speaks in turn, the client first.
func exchange(t testing.TB, turns ...string) *l7test.Talk {
	t.Helper()
	k := newTalk(newEngine())
	k.Turns(turns...)
	k.End()
	return k
}
