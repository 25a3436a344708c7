package output

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/nfstream/nfstream-go"
)

// Format is a format of rows.
type Format struct {
	Name       string   // of --format
	Extensions []string // of files, in lower case, with their dots
	// Packed means that the format compresses by itself, so that its files have no .gz or .zst.
	Packed bool
	// New returns the sink of one file. It may have a method Close() error, which ends the file and does not close w.
	New func(w io.Writer, rows Rows) nfstream.Sink
}

// Target is a place for rows that is no file, such as a collector or a broker.
type Target struct {
	Schemes []string // of its URLs, in lower case
	Formats []string // those that --format may ask of it; Rows.Format is empty where it does not
	// Check returns an error for a URL that Open would refuse, without connecting to anything.
	Check func(url string) error
	// Open returns the sink of a URL. Its Write does not wait for the network unless the user asks for that; its Close
	// waits, for a bounded time, until everything has left. It may have a method Lost() uint64: the number of rows so far
	// that will not arrive, which any goroutine may call.
	Open func(url string, rows Rows) (SinkCloser, error)
}

// SinkCloser is a sink that ends.
type SinkCloser interface {
	nfstream.Sink
	io.Closer
}

// Rows is what a format or a target knows of the rows of a run.
type Rows struct {
	Columns []*nfstream.Column
	Live    bool   // rows come while packets do, so that they should not wait for long
	Program string // name and version of the program
	Format  string // of --format, empty where it is not given
	Sources []string
	// Notes says in words what was ignored, lost or cut short so far. It is never nil.
	Notes func() []string
	// Settings are the flags of the run that change rows, by their names, for formats that keep such notes.
	Settings map[string]string
	// Warn reports what goes wrong while rows are written and does not end the run. It is never nil, and safe for
	// concurrent use.
	Warn func(error)
}

// Outputs are the formats and targets of a program.
type Outputs struct {
	Program string // its name
	Formats []Format
	Targets []Target
}

// inFull are the extensions of files, the names of formats and the schemes of URLs that need nfstream-full, and unwritten
// other extensions of common formats and compressions. A name with one that the program does not have is an error.
var (
	inFull    = strings.Fields(".parquet .pq .arrow .arrows .feather .ipc parquet arrow protobuf kafka kafka+tls ipfix+tls")
	unwritten = strings.Fields(`.avro .orc .xlsx .xls .xlsm .ods .db .db3 .sqlite .sqlite3
	.duckdb .ddb .mdb .ipfix .netflow .nf .nfcap .nfdump .silk .argus .pcap .pcapng .cap .erf .h5 .hdf5 .hdf .nc .npy .npz .pkl
	.pickle .xml .yaml .yml .toml .html .htm .md .pdf .sql .tsv .tab .psv .dta .sav .sas7bdat .rds .rdata .mat .pb .proto
	.msgpack .cbor .bson .ion .lance .vortex .delta .iceberg
	.xz .lzma .bz2 .lz4 .lzo .br .sz .snappy .z .zip .7z .rar .tar .tgz .tbz .txz .gzip .zstd`)
)

// FullProgram is the name of the program with every format, target and command.
const FullProgram = "nfstream-full"

// NeedsFull returns the error for an extension, a format or a scheme that only FullProgram has, and nil for others.
func (o *Outputs) NeedsFull(name string) error {
	if o.Program == FullProgram || !slices.Contains(inFull, name) {
		return nil
	}
	return fmt.Errorf("%s needs %s", strings.TrimPrefix(name, "."), FullProgram)
}

// Named returns the format with a name, or nil.
func (o *Outputs) Named(name string) *Format {
	if i := slices.IndexFunc(o.Formats, func(f Format) bool { return f.Name == name }); i >= 0 {
		return &o.Formats[i]
	}
	return nil
}

// Names returns the names of the formats, and those of targets alone.
func (o *Outputs) Names() (names []string) {
	for _, f := range o.Formats {
		names = append(names, f.Name)
	}
	for _, t := range o.Targets {
		for _, name := range t.Formats {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// CheckFormat returns an error if an output cannot have a format of Names, or none if format is empty.
func (o *Outputs) CheckFormat(path, format string) error {
	t := o.Target(path)
	switch {
	case format == "":
		return nil
	case t == nil && o.Named(format) == nil:
		return fmt.Errorf("%s is no format of files", format)
	case t != nil && len(t.Formats) == 0:
		return fmt.Errorf("%s has a format of its own", path)
	case t != nil && !slices.Contains(t.Formats, format):
		return fmt.Errorf("%s does not take %s: want %s", path, format, strings.Join(t.Formats, " or "))
	}
	return nil
}

// Of returns the format for the extension of a path, ignoring case, or nil for an unknown extension. It returns an error
// for extensions of unsupported formats and for URLs.
func (o *Outputs) Of(path string) (*Format, error) {
	if scheme, ok := schemeOf(path); ok {
		return nil, o.noTarget(path, scheme)
	}
	name := strings.ToLower(filepath.Base(path))
	packed := compression(name)
	if packed == zstded && !haveZstd {
		return nil, fmt.Errorf("%s: this build does not write zstd: want .gz", path)
	}
	ext := filepath.Ext(strings.TrimSuffix(name, packed))
	for i := range o.Formats {
		f := &o.Formats[i]
		switch {
		case !slices.Contains(f.Extensions, ext):
		case f.Packed && packed != "":
			return nil, fmt.Errorf("%s: %s is compressed already: want a name without %s", path, f.Name, packed)
		default:
			return f, nil
		}
	}
	if err := o.NeedsFull(ext); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if slices.Contains(unwritten, ext) || slices.Contains(inFull, ext) {
		return nil, fmt.Errorf("%s: %s is not supported: want %s, optionally followed by %s", path, ext[1:], o.extensions(), compressions())
	}
	return nil, nil
}

// extensions lists the first extensions of the formats, and .jsonl.
func (o *Outputs) extensions() string {
	var all []string
	for _, f := range o.Formats {
		all = append(all, f.Extensions[:min(2, len(f.Extensions))]...)
	}
	last := len(all) - 1
	return strings.Join(all[:last], ", ") + " or " + all[last]
}

// Target returns the target of a URL, or nil for a path.
func (o *Outputs) Target(url string) *Target {
	scheme, ok := schemeOf(url)
	if !ok {
		return nil
	}
	if i := slices.IndexFunc(o.Targets, func(t Target) bool { return slices.Contains(t.Schemes, scheme) }); i >= 0 {
		return &o.Targets[i]
	}
	return nil
}

func (o *Outputs) noTarget(url, scheme string) error {
	if err := o.NeedsFull(scheme); err != nil {
		return fmt.Errorf("%s: %w", url, err)
	}
	return fmt.Errorf("%s is a URL: want a file", url)
}

// Check returns an error if an output is valid neither for Create nor for a target.
func (o *Outputs) Check(path string) error {
	if t := o.Target(path); t != nil {
		return t.Check(path)
	}
	_, err := parseTemplate(path)
	if err == nil {
		_, err = o.Of(path)
	}
	return err
}

// schemeOf returns the scheme of a URL in lower case (RFC 3986, section 3.1), and false for a path.
func schemeOf(path string) (scheme string, ok bool) {
	s, _, found := strings.Cut(path, "://")
	if !found || s == "" {
		return "", false
	}
	s = strings.ToLower(s)
	for i, b := range []byte(s) {
		if letter := b >= 'a' && b <= 'z'; !letter && (i == 0 || !strings.ContainsRune("0123456789+-.", rune(b))) {
			return "", false
		}
	}
	return s, true
}

// Extensions of compressed files.
const (
	gzipped = ".gz"
	zstded  = ".zst"
)

// compression returns the extension for compression in lower case, or nothing.
func compression(name string) string {
	switch ext := strings.ToLower(filepath.Ext(name)); ext {
	case gzipped, zstded:
		return ext
	}
	return ""
}

func compressions() string {
	if haveZstd {
		return gzipped + " or " + zstded
	}
	return gzipped
}
