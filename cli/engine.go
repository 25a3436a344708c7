//go:build !tiny

package cli

import (
	"errors"
	"slices"
	"strings"

	"github.com/nfstream/nfstream-go/capture/live"
	"github.com/nfstream/nfstream-go/capture/live/afpacket"
	"github.com/nfstream/nfstream-go/cli/internal/cmdline"
)

// The capture engines, of which this build may lack the last: its libraries are 1.6 MB.
const (
	engineRing   = "ring"
	enginePcapgo = "pcapgo"
)

// engines are those of this build, besides the ring.
var engines = append([]live.Engine{afpacket.Engine}, moreEngines...)

// engineNames returns the names of the engines of this build.
func engineNames() []string {
	names := []string{engineRing}
	for _, e := range engines {
		names = append(names, e.String())
	}
	return names
}

func (p *parameters) defineEngine(fs *cmdline.FlagSet) {
	fs.Var(engineWord{&p.config.CaptureEngine}, "capture-engine", "what captures the packets of interfaces: "+
		strings.Join(engineNames(), ", "))
}

// engineWord is a flag's value of an engine.
type engineWord struct{ at *live.Engine }

func (v engineWord) Type() string { return "word" }

func (v engineWord) String() string {
	if v.at == nil || *v.at == nil {
		return engineRing
	}
	return (*v.at).String()
}

func (v engineWord) Set(s string) error {
	if s == engineRing {
		*v.at = nil
		return nil
	}
	i := slices.IndexFunc(engines, func(e live.Engine) bool { return e.String() == s })
	switch {
	case i >= 0:
		*v.at = engines[i]
		return nil
	case s == enginePcapgo:
		return errors.New("this build has none; `go build -tags pcapgo` makes one that has it")
	}
	return errors.New("want " + strings.Join(engineNames(), ", "))
}
