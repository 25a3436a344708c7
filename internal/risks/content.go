package risks

import (
	"strconv"
	"strings"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/internal/magic"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/http"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/risk"
)

// Media types of programs, and of archives and of bytes of no further type, without "application/".
const (
	programTypes = " exe java-vm vnd.ms-cab-compressed vnd.microsoft.portable-executable x-msdownload x-dosexec x-msdos-program x-elf " +
		"x-executable vnd.android.package-archive "
	binaryTypes = " octet-stream bz bz2 x-tar x-zip x-bzip x-bzip2 "
)

// transferred judges what HTTP brings: by its type, its file name and how it begins.
func transferred(f *flow.Flow, r *Reporter) {
	h := metadata.Get[http.Metadata](f.Metadata())
	if h == nil || f.Label().Category() == categories.CategorySoftwareUpdate {
		return
	}
	var kind magic.Kind
	file := fileOf(f)
	if m := metadata.Get[metadata.Content](f.Metadata()); m != nil {
		kind = m.Kind
	}
	is := "" // what of it is a program
	subtype, application := strings.CutPrefix(strings.ToLower(h.ContentType), "application/")
	switch {
	case kind.Class() == magic.Executable, kind.Class() == magic.Script:
		is = kind.String()
	case application && contains(programTypes, subtype):
		is = "type " + h.ContentType
	case strings.HasSuffix(file, ".exe"), strings.HasSuffix(file, ".msi"), strings.HasSuffix(file, ".cab"):
		is = "file " + file
	}
	switch {
	case is != "":
		r.Add(risk.BinaryApplication, is)
	case application && contains(binaryTypes, subtype):
		r.Add(risk.BinaryTransfer, "type "+h.ContentType+attempt(h))
	}
	if file != "" {
		r.Add(risk.BinaryTransfer, "file "+file+attempt(h))
	}
	if strings.HasPrefix(f.Metadata().UserAgent, "Java/") && is != "" && (subtype == "java-vm" || kind.String() == "java-class") {
		r.Add(risk.PossibleExploit, "Java loads Java classes")
	}
}

// fileOf returns the name of the file that HTTP brings.
func fileOf(f *flow.Flow) string {
	if x := metadata.Get[http.Rare](f.Metadata()); x != nil {
		return x.File
	}
	return ""
}

func contains(list, word string) bool { return word != "" && strings.Contains(list, " "+word+" ") }

func attempt(h *http.Metadata) string {
	if h.Status/100 != 2 {
		return " (attempt)"
	}
	return ""
}

// firstPayload judges how flows that are not HTTP begin.
func firstPayload(f *flow.Flow, r *Reporter) {
	if metadata.Get[http.Metadata](f.Metadata()) != nil {
		return
	}
	for d := range uint8(2) {
		switch kind := f.PayloadKind(d); {
		case kind.Class() == magic.Executable:
			r.Add(risk.BinaryApplication, kind.String())
		case kind.Class() == magic.Script && !f.Label().Recognised():
			r.Add(risk.PossibleExploit, "script: "+kind.String())
		}
	}
}

// suspiciousEntropy judges payloads of no protocol that is known, and of ICMP: whether they are as random as programs, compressed
// or encrypted data.
func suspiciousEntropy(f *flow.Flow, r *Reporter) {
	bits, ok := f.SampledEntropy()
	if !ok || !isUnknown(f) {
		return
	}
	thousandths := int64(1000*bits + 0.5)
	for _, level := range [...]struct {
		least risk.Threshold
		is    string
	}{
		{risk.EntropyRandom, "encrypted or random"}, {risk.EntropyEncrypted, "encrypted program"},
		{risk.EntropyPacked, "packed program"}, {risk.EntropyProgram, "program"},
	} {
		if thousandths >= r.Threshold(level.least) {
			r.Add(risk.SuspiciousEntropy, strconv.FormatFloat(bits, 'f', 3, 64)+" bits a byte, like "+level.is)
			return
		}
	}
}

// isUnknown reports whether payloads did not show what a flow is, or it is ICMP, which may carry anything.
func isUnknown(f *flow.Flow) bool {
	if p := f.Protocol(); p == 1 {
		return true
	}
	switch f.Label().Confidence {
	case l7.Unknown, l7.ByPort, l7.ByPart, l7.ByCache, l7.ByAddress:
		return true
	}
	return false
}
