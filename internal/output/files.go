package output

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/nfstream/nfstream-go"
)

// Options say how the rows are spread over files. The zero Options mean one file, of the name given.
type Options struct {
	Flows int // to a file, which then are numbered; 0 for no bound
	Keep  int // how many of the numbered files are kept, the latest; 0 for all
}

// Files is a nfstream.Sink that hands flows on to another, a new one for each file. A full file is closed at once, and
// its successor begun with the next flow. Files of earlier runs are overwritten where the names meet, else left alone.
type Files struct {
	path    string
	options Options
	newSink func(io.Writer) nfstream.Sink

	file   *os.File
	sink   nfstream.Sink
	flows  int // in the current file
	number int // of the current file
}

// Create begins the first file. The path is that of the file, or what the numbers are put into.
func Create(path string, options Options, newSink func(io.Writer) nfstream.Sink) (*Files, error) {
	f := &Files{path: path, options: options, newSink: newSink}
	return f, f.begin()
}

// Standard is a sink to standard output, or to another writer that is not to be closed.
func Standard(w io.Writer, newSink func(io.Writer) nfstream.Sink) nfstream.Sink {
	if file, ok := w.(*os.File); ok {
		return newSink(File{file})
	}
	return newSink(w)
}

// Write hands a flow on, to the next file where the current one is full.
func (f *Files) Write(flow *nfstream.Flow) error {
	if f.file == nil {
		if err := f.begin(); err != nil {
			return err
		}
	}
	if err := f.sink.Write(flow); err != nil {
		return err
	}
	f.flows++
	if f.flows == f.options.Flows {
		return errors.Join(f.Flush(), f.Close())
	}
	return nil
}

// Flush writes what is gathered.
func (f *Files) Flush() error {
	if f.file == nil {
		return nil
	}
	return f.sink.Flush()
}

// Close closes the current file. What has not been flushed is lost.
func (f *Files) Close() error {
	if f.file == nil {
		return nil
	}
	err := f.file.Close()
	f.file = nil
	return err
}

func (f *Files) begin() (err error) {
	f.number++
	f.flows = 0
	if f.file, err = os.Create(f.name(f.number)); err != nil {
		f.file = nil
		return err
	}
	f.sink = f.newSink(File{f.file})
	return f.forget(f.number - f.options.Keep)
}

// forget removes the file of a number, where there is one. That somebody else removed it is no error.
func (f *Files) forget(number int) error {
	if f.options.Flows == 0 || f.options.Keep == 0 || number < 1 {
		return nil
	}
	if err := os.Remove(f.name(number)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

func (f *Files) name(number int) string {
	if f.options.Flows == 0 {
		return f.path
	}
	ext := filepath.Ext(f.path)
	return fmt.Sprintf("%s-%06d%s", strings.TrimSuffix(f.path, ext), number, ext)
}
