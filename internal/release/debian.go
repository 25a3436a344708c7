package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// nfpm writes Debian packages, on any machine. SOURCE_DATE_EPOCH makes them reproducible.
const nfpm = "github.com/goreleaser/nfpm/v2/cmd/nfpm@v2.48.0"

const maintainer = "The authors of nfstream for Go <nfstream-go@users.noreply.github.com>"

// debianMachines are Debian's names of the machines that it, or its ports, run on.
var debianMachines = map[string]string{"386": "i386", "amd64": "amd64", "arm64": "arm64", "armv5": "armel", "armv7": "armhf",
	"loong64": "loong64", "mips": "mips", "mipsle": "mipsel", "mips64": "mips64", "mips64le": "mips64el", "ppc64": "ppc64",
	"ppc64le": "ppc64el", "riscv64": "riscv64", "s390x": "s390x"}

// debianVersion returns a version as Debian orders them: 1.2.3~rc.1 before 1.2.3 before 1.2.3+4.gabc.
func debianVersion(version string) string {
	v := regexp.MustCompile(`-(\d+)-g([0-9a-f]+)$`).ReplaceAllString(strings.TrimPrefix(version, "v"), "+$1.g$2")
	if !regexp.MustCompile(`^\d+\.`).MatchString(v) {
		v = "0.0.0+" + v
	}
	return strings.ReplaceAll(v, "-", "~")
}

// entry is a file of a package, in the form of nfpm's settings.
type entry struct {
	Source string `json:"src"`
	To     string `json:"dst"`
	Type   string `json:"type,omitempty"`
	Info   struct {
		Mode int       `json:"mode"`
		Time time.Time `json:"mtime"`
	} `json:"file_info"`
}

// staged is the folder of a package's files while it is made.
type staged struct {
	release *release
	dir     string
	entries []entry
}

func (s *staged) add(to, kind string, mode int, content []byte) error {
	e := entry{Source: filepath.Join(s.dir, fmt.Sprint(len(s.entries))), To: to, Type: kind}
	e.Info.Mode, e.Info.Time = mode, s.release.time
	s.entries = append(s.entries, e)
	return os.WriteFile(e.Source, content, 0o644)
}

// debian returns the Debian package of a program, or none for targets that Debian does not have. Both programs may be
// installed beside each other: each has a service, settings and rows of its own.
func (r *release) debian(p *program, t target, path string, linked []module, common []file) ([]file, error) {
	machine, ok := debianMachines[strings.TrimPrefix(t.name(), "linux_")]
	if !ok || t.system != "linux" {
		return nil, nil
	}
	dir, err := os.MkdirTemp("", "debian")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	s := &staged{release: r, dir: dir}
	if err := r.stage(s, p, path, linked, common); err != nil {
		return nil, err
	}
	scripts := map[string]string{}
	for _, name := range []string{"postinst", "prerm", "postrm"} {
		text, err := r.packaged(p, "debian/"+name)
		if err != nil {
			return nil, err
		}
		scripts[name] = filepath.Join(dir, name)
		if err := os.WriteFile(scripts[name], text, 0o755); err != nil {
			return nil, err
		}
	}
	version := debianVersion(r.version)
	settings, err := json.Marshal(map[string]any{
		"name": p.name, "arch": machine, "platform": "linux", "version": version, "version_schema": "none",
		"maintainer": maintainer, "section": "net", "priority": "optional", "mtime": r.time,
		"homepage": "https://github.com/nfstream/nfstream-go", "description": description[p.name],
		"depends": []string{"adduser"}, "contents": s.entries,
		"scripts": map[string]string{"postinstall": scripts["postinst"], "preremove": scripts["prerm"], "postremove": scripts["postrm"]},
		"deb":     map[string]any{"arch_variant": "", "compression": "xz"},
	})
	if err != nil {
		return nil, err
	}
	config, name := filepath.Join(dir, "nfpm.json"), p.name+"_"+version+"_"+machine+".deb"
	if err := os.WriteFile(config, settings, 0o644); err != nil {
		return nil, err
	}
	cmd := exec.Command("go", "run", nfpm, "package", "-p", "deb", "-f", config, "-t", filepath.Join(dir, name))
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=", fmt.Sprintf("SOURCE_DATE_EPOCH=%d", r.time.Unix()))
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", name, err, out)
	}
	content, err := os.ReadFile(filepath.Join(dir, name))
	return []file{{name: name, content: content}}, err
}

var description = map[string]string{
	"nfstream": "labelled, measured flows of captures and interfaces\n" +
		"nfstream meters packets as bidirectional flows, each with its application, and\n" +
		"writes them as CSV or JSON, or sends them to collectors of IPFIX.",
	"nfstream-full": "labelled, measured flows, with Arrow, Parquet and Kafka\n" +
		"nfstream-full meters packets as bidirectional flows, each with its application,\n" +
		"and writes them as CSV, JSON, Arrow or Parquet, or sends them to collectors of\n" +
		"IPFIX and to Kafka. It serves metrics over HTTP, and makes reports of captures.",
}

// stage adds the files of a package.
func (r *release) stage(s *staged, p *program, path string, linked []module, common []file) error {
	program, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	doc := "/usr/share/doc/" + p.name + "/"
	if err := s.add("/usr/bin/"+p.name, "", 0o755, program); err != nil {
		return err
	}
	places := map[string]string{
		"completions/" + p.name + ".bash": "/usr/share/bash-completion/completions/" + p.name,
		"completions/" + p.name + ".fish": "/usr/share/fish/vendor_completions.d/" + p.name + ".fish",
		"completions/_" + p.name:          "/usr/share/zsh/vendor-completions/_" + p.name,
		p.name + ".1":                     "/usr/share/man/man1/" + p.name + ".1.gz",
		"NOTICE":                          doc + "NOTICE",
	}
	files := append([]file{}, common...)
	for _, own := range []struct{ from, to, kind string }{
		{"nfstream.yaml", "/etc/" + p.name + ".yaml", "config"},
		{"systemd/nfstream.service", "/usr/lib/systemd/system/" + p.name + ".service", ""},
		{"debian/copyright", doc + "copyright", ""},
		{"debian/lintian-overrides", "/usr/share/lintian/overrides/" + p.name, ""},
	} {
		text, err := r.packaged(p, own.from)
		if err == nil {
			err = s.add(own.to, own.kind, 0o644, text)
		}
		if err != nil {
			return err
		}
	}
	files = append(files, file{name: "THIRD_PARTY.txt", content: p.thirdParty(linked)}, file{name: "changelog", content: r.changelog(p)})
	places["THIRD_PARTY.txt"], places["changelog"] = doc+"THIRD_PARTY.txt.gz", doc+"changelog.gz"
	for _, f := range files {
		to := places[f.name]
		if to == "" {
			continue
		}
		if strings.HasSuffix(to, ".gz") {
			f.content = gzipped(f.content)
		}
		if err := s.add(to, "", 0o644, f.content); err != nil {
			return err
		}
	}
	return nil
}

// packaged returns a file of packaging for a program.
func (r *release) packaged(p *program, name string) ([]byte, error) {
	text, err := os.ReadFile(filepath.Join(r.folder, "packaging", filepath.FromSlash(name)))
	return []byte(strings.NewReplacer(
		"@NAME@", p.name,
		"/etc/nfstream.yaml", "/etc/"+p.name+".yaml", "/usr/bin/nfstream ", "/usr/bin/"+p.name+" ",
		"Directory=nfstream\n", "Directory="+p.name+"\n",
		"/var/log/nfstream/", "/var/log/"+p.name+"/", "/run/nfstream/", "/run/"+p.name+"/",
		"nfstream run ", p.name+" run ", "nfstream flows ", p.name+" flows ",
		// The package has a user, so that files elsewhere can be its own; and nothing is captured before somebody chooses what.
		"DynamicUser=yes\n", "User=nfstream\nGroup=nfstream\n", "\nsources: ", "\n#sources: ",
	).Replace(string(text))), err
}

// changelog returns the changelog in Debian's form.
func (r *release) changelog(p *program) []byte {
	return fmt.Appendf(nil, "%s (%s) unstable; urgency=medium\n\n  * Release %s; see CHANGELOG.md of the source.\n\n -- %s  %s\n",
		p.name, debianVersion(r.version), r.version, maintainer, r.time.Format(time.RFC1123Z))
}

// gzipped compresses without a name and a time.
func gzipped(content []byte) []byte {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		panic(err) // the level exists
	}
	_, _ = z.Write(content) // into memory
	_ = z.Close()
	return b.Bytes()
}
