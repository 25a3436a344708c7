package risks

import (
	"strconv"
	"strings"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/ssh"
	"github.com/nfstream/nfstream-go/risk"
)

func sshEvaluators() []evaluator {
	return []evaluator{
		{risk.Of(risk.ObsoleteSSHClient, risk.ObsoleteSSHServer), sshVersions},
		{risk.Of(risk.InsecureSMB), smbVersion},
	}
}

// sshVersions judges the banners. Sessions judge ciphers.
func sshVersions(f *flow.Flow, r *Reporter) {
	m := metadata.Get[ssh.Metadata](f.Metadata())
	if m == nil {
		return
	}
	if obsoleteSSH(m.Client) {
		r.Add(risk.ObsoleteSSHClient, m.Client)
	}
	if obsoleteSSH(m.Server) {
		r.Add(risk.ObsoleteSSHServer, m.Server)
	}
}

// obsoleteSSH reports whether a side that writes the banner speaks version 1 only, or is software that is out of
// maintenance.
func obsoleteSSH(banner string) bool {
	rest, ok := strings.CutPrefix(banner, "SSH-")
	version, software, _ := strings.Cut(rest, "-")
	if !ok || strings.HasPrefix(version, "1.") && version != "1.99" {
		return ok
	}
	return older(software, "OpenSSH_", oldestOpenSSH) || older(software, "dropbear_", oldestDropbear)
}

// The oldest versions that are not obsolete. OpenSSH 7.0 removed version 1 and the oldest ciphers, in August 2015; versions of
// dropbear are years.
const (
	oldestOpenSSH  = 7
	oldestDropbear = 2019
)

// older reports whether software with a name has a lower major version.
func older(software, name string, least int) bool {
	version, ok := strings.CutPrefix(software, name)
	if !ok {
		return false
	}
	n := 0
	for n < len(version) && '0' <= version[n] && version[n] <= '9' {
		n++
	}
	major, err := strconv.Atoi(version[:n])
	return err == nil && major < least
}

func smbVersion(f *flow.Flow, r *Reporter) {
	is := f.Label()
	if transportOf(f.Protocol()) != categories.TransportTCP {
		return // datagrams announce a host, whatever version it speaks
	}
	if is.Protocol == categories.SMBv1 || is.Application == categories.SMBv1 {
		r.Add(risk.InsecureSMB, "SMBv1")
	}
}
