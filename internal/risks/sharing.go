package risks

import (
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

// anonymousSubscriber finds clients at addresses of networks that hide who uses them.
func anonymousSubscriber(f *flow.Flow, r *Reporter) {
	owner := categories.ByAddress(f.Src().Addr())
	if owner.Category() == categories.CategoryVPN {
		r.Add(risk.AnonymousSubscriber, owner.Name())
	}
}
