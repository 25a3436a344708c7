//go:build !tiny

package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture/filter"
	packetcount "github.com/nfstream/nfstream-go/plugins/count"
)

// counts is the value of a flag that adds columns with the number of packets that match an expression. The flag may
// be repeated.
type counts struct{ p *parameters }

func (v *counts) Type() string   { return "name=EXPRESSION" }
func (v *counts) Repeats()       {}
func (v *counts) String() string { return "" }

func (v *counts) Set(s string) error {
	name, expression, ok := strings.Cut(s, "=")
	expression = strings.TrimSpace(expression)
	if name = strings.TrimSpace(name); !ok || expression == "" {
		return errors.New("want name=EXPRESSION, such as small='len < 100'")
	}
	if err := checkCount(name, expression); err != nil {
		return err
	}
	added := append(v.p.counted[:len(v.p.counted):len(v.p.counted)], packetcount.New(name, expression))
	if v.p.taken(added) {
		return fmt.Errorf("a column or group %s exists already: want another name", name)
	}
	v.p.counted = added
	return nil
}

func checkCount(name, expression string) error {
	err := packetcount.Check(name, expression)
	var mistake *filter.SyntaxError
	switch {
	case errors.As(err, &mistake):
		return fmt.Errorf("column %d of the expression: %s", mistake.Column, mistake.Reason)
	case err != nil:
		return errors.New("want a name of letters, digits and underscores that does not begin with a digit")
	}
	return nil
}

// taken reports whether a column of the plug-ins has the name of another column, of plug-ins or built in.
func (p *parameters) taken(added []nfstream.Plugin) bool {
	plugins := append(p.config.Plugins[:len(p.config.Plugins):len(p.config.Plugins)], added...)
	s, err := nfstream.New(noFrames{}, nfstream.Config{Workers: 1, Dissect: nfstream.Off, Plugins: plugins})
	if err == nil {
		_ = s.Close() // the stream has not run
		return false
	}
	var parameter *nfstream.ParameterError
	return errors.As(err, &parameter) && parameter.Parameter == "Plugins"
}
