//go:build !tiny

package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/capture/live"
	"github.com/nfstream/nfstream-go/internal/output"
)

// warning is a problem that does not stop a service.
type warning struct{ error }

// checkAll checks everything that needs neither privileges nor capturing: the settings, and the files, folders and
// interfaces that they name.
func (s *service) checkAll(stdout, stderr io.Writer) error {
	config, err := s.p.complete()
	if err != nil {
		return s.located(err)
	}
	stream, err := nfstream.New(noFrames{}, config)
	if err != nil {
		return s.located(s.p.bound().word(err))
	}
	var mistakes []error
	for i := range s.p.outlets {
		if _, err := s.p.rows(&s.p.outlets[i], stream, false); err != nil {
			mistakes = append(mistakes, err)
		}
	}
	if err := stream.Close(); err != nil {
		return failure{err}
	}
	for _, err := range slices.Concat(s.p.checkOutputs(), s.p.tryMetricsFile(), s.p.trySources(),
		checkSocket(s.metrics)) {
		if w, ok := err.(warning); ok {
			fmt.Fprintln(stderr, "nfstream: warning:", s.locate(w.Error()))
			continue
		}
		mistakes = append(mistakes, err)
	}
	if len(mistakes) > 0 {
		return s.located(errors.Join(mistakes...))
	}
	fmt.Fprintln(stdout, s.path+": good")
	return nil
}

// checkOutputs checks the locations of the files.
func (p *parameters) checkOutputs() (all []error) {
	for i := range p.outlets {
		o := &p.outlets[i]
		for _, err := range o.checkFile() {
			if w, ok := err.(warning); ok {
				all = append(all, warning{o.placed(w.error)})
			} else {
				all = append(all, o.placed(err))
			}
		}
	}
	return all
}

func (o *outlet) checkFile() []error {
	if !o.file() {
		return nil
	}
	wrong := func(format string, args ...any) []error {
		return []error{fmt.Errorf("--output is %s: "+format, append([]any{o.to}, args...)...)}
	}
	info, err := os.Stat(o.to)
	switch {
	case strings.HasSuffix(o.to, "/") || err == nil && info.IsDir():
		return wrong("it is a folder: want the name of a file")
	case err == nil && !info.Mode().IsRegular() && info.Mode()&fs.ModeNamedPipe == 0:
		return wrong("it is not a regular file: want a regular or a new file")
	}
	dir := output.Folder(o.to)
	if err := checkFolder(dir); err != nil {
		return soften(dir, wrong("%w", err))
	}
	return nil
}

// soften makes the error of a missing folder a warning if systemd creates the folder at the start of a service
// (systemd.exec(5), LogsDirectory=).
func soften(dir string, mistake []error) []error {
	made := []string{"/run", "/var/log", "/var/lib", "/var/cache"}
	if errors.Is(mistake[0], fs.ErrNotExist) && slices.Contains(made, filepath.Dir(dir)) {
		return []error{warning{mistake[0]}}
	}
	return mistake
}

// checkFolder returns the reason why no file can be created in a folder.
func checkFolder(dir string) error {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("the folder %s does not exist: %w", dir, fs.ErrNotExist)
	case err != nil:
		return err
	case !info.IsDir():
		return fmt.Errorf("%s is not a folder", dir)
	}
	if err := mayWrite(dir); err != nil {
		return fmt.Errorf("cannot create a file in the folder %s: %w", dir, err)
	}
	return nil
}

// trySources checks captures and interfaces.
func (p *parameters) trySources() (all []error) {
	wrong := func(name string, err error) { all = append(all, fmt.Errorf("--sources names %s: %w", name, err)) }
	captures, interfaces := 0, 0
	for _, name := range p.sources {
		_, err := os.Stat(name)
		switch {
		case name == "-":
			captures++
		case err == nil:
			captures++
			if src, err := capture.Open(name); err != nil {
				wrong(name, err)
			} else {
				src.Close()
			}
		case !errors.Is(err, fs.ErrNotExist):
			wrong(name, err)
		default:
			interfaces++
			if err := tryInterface(name); err != nil {
				all = append(all, p.aboutInterface(name, err))
			}
		}
	}
	if captures > 0 && interfaces > 0 {
		all = append(all, errors.New("--sources names captures and interfaces: they cannot be combined"))
	}
	return all
}

// aboutInterface formats the error of an interface. With --wait it is a warning.
func (p *parameters) aboutInterface(name string, err error) error {
	named := fmt.Errorf("--sources names %s: %w", name, err)
	passing := errors.Is(err, live.ErrInterfaceDown) || errors.Is(err, live.ErrNoInterface) && live.IsName(name)
	if errors.Is(err, live.ErrPermission) || passing && p.config.Wait {
		return warning{named}
	}
	return named
}

// tryInterface returns the reason why an interface cannot be captured on now.
func tryInterface(name string) error {
	all, err := live.Interfaces()
	if err != nil || name == live.Any {
		return err
	}
	at := slices.IndexFunc(all, func(i live.Interface) bool { return i.Name == name })
	switch {
	case at < 0:
		return fmt.Errorf("%w and no such file", live.ErrNoInterface)
	case !all[at].Decodable:
		return live.ErrLinkType
	case !all[at].Up:
		return live.ErrInterfaceDown
	case !all[at].Permitted:
		return fmt.Errorf("%w for this user: CAP_NET_RAW is required", live.ErrPermission)
	}
	return nil
}

// checkSocket checks the address of the metrics if it is a Unix socket.
func checkSocket(address string) []error {
	path, ok := strings.CutPrefix(address, "unix:")
	if !ok {
		return nil
	}
	wrong := func(err error) []error { return []error{fmt.Errorf("--metrics is %s: %w", address, err)} }
	if info, err := os.Lstat(path); err == nil && info.Mode()&fs.ModeSocket == 0 {
		return wrong(errors.New("the path exists and is not a socket"))
	}
	dir := filepath.Dir(path)
	if err := checkFolder(dir); err != nil {
		return soften(dir, wrong(err))
	}
	return nil
}
