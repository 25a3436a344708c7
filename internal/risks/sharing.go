package risks

import (
	"net/netip"
	"time"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/risk"
)

// desktopSharing finds protocols by which a desktop is shown or controlled. For RDP an attempt on its port is enough.
func desktopSharing(f *flow.Flow, r *Reporter) {
	is := f.Label()
	for _, id := range [...]categories.ID{is.Application, is.Protocol} {
		switch id {
		case categories.VNC, categories.TeamViewer, categories.AnyDesk, categories.NoMachine, categories.Radmin:
			if is.Guessed() {
				continue
			}
		case categories.RDP:
		default:
			continue
		}
		r.Add(risk.DesktopSharing, id.Name())
		return
	}
}

// anonymousSubscriber finds clients at addresses that hide who uses them.
func anonymousSubscriber(f *flow.Flow, r *Reporter) {
	src := f.Src().Addr()
	name := ""
	if r.sources.Hides != nil {
		name = r.sources.Hides(src)
	}
	if owner := categories.ByAddress(src); name == "" && owner.Category() == categories.CategoryVPN {
		name = owner.Name()
	}
	if name != "" {
		r.Add(risk.AnonymousSubscriber, name)
	}
}

// riskyASN finds ends in autonomous systems that the user calls risky.
func riskyASN(f *flow.Flow, r *Reporter) {
	if r.sources.RiskyAS == nil {
		return
	}
	for _, a := range [...]netip.Addr{f.Dst().Addr(), f.Src().Addr()} {
		if n := r.sources.RiskyAS(a); n != 0 {
			r.Add(risk.RiskyASN, "AS "+decimal(n)+" "+a.String())
		}
	}
}

func periodic(f *flow.Flow, r *Reporter) {
	if s, ok := f.Signs(); ok && s.Period > 0 {
		r.Add(risk.Periodic, "every "+decimal(s.Period/int64(time.Second))+" s")
	}
}
