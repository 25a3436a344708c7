//go:build !tiny

package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/cli/internal/cmdline"
)

// defaultMetricsInterval is the interval of writing the metrics without --performance-report.
const defaultMetricsInterval = 10 * time.Second

// metricsPrefix is the prefix of process metrics in a file. node_exporter has its own process_ metrics and reports an
// error for equal names in a file.
const metricsPrefix = "nfstream_process_"

// metricsFile is a file of metrics for node_exporter's textfile collector. Each write replaces it by a rename, so that a
// reader never sees a part of it.
type metricsFile struct {
	path     string
	warn     func(error) // called for the first of consecutive failures
	failing  bool
	failures atomic.Uint64
}

func (p *parameters) defineMetricsFile(fs *cmdline.FlagSet) {
	fs.StringVar(&p.metricsFile, "metrics-file", "",
		"write metrics to this `file` every 10 s, or at the interval of --performance-report, for node_exporter's textfile "+
			"collector, which reads files that end in .prom")
}

// write replaces the file. A failure is counted, and the run continues.
func (f *metricsFile) write(text []byte) {
	err := replaceFile(f.path, text)
	if err != nil {
		f.failures.Add(1)
		if !f.failing {
			f.warn(err)
		}
	}
	f.failing = err != nil
}

// failed returns the number of failed writes, 0 without a file.
func (f *metricsFile) failed() uint64 {
	if f == nil {
		return 0
	}
	return f.failures.Load()
}

// replaceFile writes a file of mode 0644 under a hidden name in the same folder and renames it. It first removes a
// hidden file that an earlier process left.
func replaceFile(path string, data []byte) error {
	hidden := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".tmp")
	if err := os.Remove(hidden); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	file, err := os.OpenFile(hidden, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	err = errors.Join(err, file.Chmod(0o644), file.Close()) // independent of the umask
	if err == nil {
		err = os.Rename(hidden, path)
	}
	if err != nil {
		_ = os.Remove(hidden)
	}
	return err
}

// follow writes the metrics immediately and at each interval. The returned function writes them a last time and
// stops.
func (m *runMetrics) follow(interval time.Duration) (end func()) {
	if m.file == nil {
		return func() {}
	}
	write := func() { m.file.write(m.text(metricsPrefix)) }
	write()
	stop := every(interval, write)
	return func() {
		stop()
		write()
	}
}

// metricsInterval returns the interval of writing the metrics.
func (p *parameters) metricsInterval() time.Duration {
	if p.report > 0 {
		return p.report
	}
	return defaultMetricsInterval
}

// newMetricsFile returns the metrics file, nil without --metrics-file.
func (p *parameters) newMetricsFile(warn func(error)) *metricsFile {
	if p.metricsFile == "" {
		return nil
	}
	return &metricsFile{path: p.metricsFile, warn: warn}
}

// writeMetrics writes the metrics of a run of flows until the returned function is called with the number of lost
// rows. That function returns the number of failed writes.
func (p *parameters) writeMetrics(s *nfstream.Streamer, start time.Time, sink outputSink, stderr io.Writer) (end func(uint64) uint64) {
	file := p.newMetricsFile(func(err error) { fmt.Fprintln(stderr, "nfstream: --metrics-file:", err) })
	if file == nil {
		return func(uint64) uint64 { return 0 }
	}
	var lost atomic.Uint64
	m := &runMetrics{stream: s, start: start, lostRows: lost.Load, file: file}
	if several, ok := sink.Sink.(*outputs); ok {
		m.lostRows, m.outputs = several.Lost, several.current
	}
	last := m.follow(p.metricsInterval())
	return func(rows uint64) uint64 {
		lost.Store(rows)
		last()
		return file.failed()
	}
}

// checkMetricsFile returns an error for a metrics file that a rename must not replace: a folder, a device, a file
// that the run reads or writes, or one of the given files.
func (p *parameters) checkMetricsFile(others ...string) error {
	if p.metricsFile == "" {
		return nil
	}
	wrong := func(what string) error { return fmt.Errorf("--metrics-file is %s: %s", p.metricsFile, what) }
	info, err := os.Stat(p.metricsFile)
	switch {
	case p.metricsFile == "-":
		return wrong("want the name of a file, which is replaced at each write")
	case strings.HasSuffix(p.metricsFile, "/") || err == nil && info.IsDir():
		return wrong("it is a folder: want the name of a file")
	case err == nil && !info.Mode().IsRegular():
		return wrong("it is not a regular file: want a regular or a new file")
	case slices.ContainsFunc(p.outlets, func(o outlet) bool { return filepath.Clean(o.to) == filepath.Clean(p.metricsFile) }):
		return wrong("--output is the same file: want another one")
	}
	for _, name := range append(p.filesInUse(), others...) {
		if used, e := os.Stat(name); err == nil && e == nil && os.SameFile(info, used) {
			return wrong("the run uses that file as " + name + ": want another one")
		}
	}
	return nil
}

// filesInUse returns the names of the files that a run reads or writes. Some may not be files.
func (p *parameters) filesInUse() []string {
	names := append([]string{p.keyFile}, p.sources...)
	for i := range p.outlets {
		names = append(names, p.outlets[i].to)
	}
	names = append(names, p.config.TorConsensus...)
	for _, rules := range p.config.Rules {
		_, path, _ := strings.Cut(rules, ":")
		names = append(names, rules, path)
	}
	return names
}

// tryMetricsFile checks the location of the metrics file.
func (p *parameters) tryMetricsFile() []error {
	if p.metricsFile == "" {
		return nil
	}
	dir := filepath.Dir(p.metricsFile)
	if err := checkFolder(dir); err != nil {
		return soften(dir, []error{fmt.Errorf("--metrics-file is %s: %w", p.metricsFile, err)})
	}
	if filepath.Ext(p.metricsFile) != ".prom" {
		return []error{warning{fmt.Errorf("--metrics-file is %s: node_exporter reads only files that end in .prom", p.metricsFile)}}
	}
	return nil
}
