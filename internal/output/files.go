package output

import (
	"errors"
	"io"
	"os"
	"time"

	"github.com/nfstream/nfstream-go"
)

// Options say how the rows are spread over files. The zero Options mean one file, of the name given.
type Options struct {
	Flows int   // to a file, which then are numbered; 0 for no bound
	Size  int64 // of a file, in bytes, after which they are numbered; 0 for no bound
	Keep  int   // how many of a series of files are kept, the latest; 0 for all
	Fresh bool  // no file is overwritten: a number is put into the name
}

// Files is a nfstream.Sink that hands flows on to another, a new one for each file. A full file is closed at once, and
// its successor begun with the next flow. A name with a date gives a file for each date, and one that ends in .gz or
// .zst files that are compressed, a member after the other. Dated files are never overwritten, nor are any where
// Options say so; else files of earlier runs are where the names meet. Its methods are not to be called concurrently.
type Files struct {
	names   names
	options Options
	newSink func(io.Writer) nfstream.Sink
	now     func() time.Time

	file  *os.File
	size  int64 // of the current file
	sink  nfstream.Sink
	gzip  *members  // of the current file, nil where it is plain
	late  uint64    // a flow for which there is no file yet
	flows int       // given to the current file
	safe  uint64    // of these, in a whole member
	next  time.Time // when the name of the current file may change
}

// Create begins the first file. The path is that of the file, or what numbers and dates are put into.
func Create(path string, options Options, newSink func(io.Writer) nfstream.Sink) (*Files, error) {
	f := &Files{options: options, newSink: newSink, now: time.Now}
	var err error
	if f.names, err = newNames(path, options); err != nil {
		return nil, err
	}
	return f, f.begin()
}

// Check says what is wrong with a path for Create, if its name is.
func Check(path string) error {
	_, err := parseTemplate(path)
	if err == nil {
		_, err = Format(path)
	}
	return err
}

// Dated reports whether a path is that of a file for each date.
func Dated(path string) bool {
	t, err := parseTemplate(path)
	return err == nil && t.every > 0
}

// Standard is a sink to standard output, or to another writer that is not to be closed.
func Standard(w io.Writer, newSink func(io.Writer) nfstream.Sink) nfstream.Sink {
	if file, ok := w.(*os.File); ok {
		return newSink(File{file})
	}
	return newSink(w)
}

// Write hands a flow on, to the next file where the current one is full or its date is over.
func (f *Files) Write(flow *nfstream.Flow) error {
	f.late = 1
	if f.names.every > 0 {
		if err := f.turn(); err != nil {
			return err
		}
	}
	if f.file == nil {
		if err := f.begin(); err != nil {
			return err
		}
	}
	f.late = 0
	f.flows++
	if err := f.sink.Write(flow); err != nil {
		return err
	}
	if f.flows == f.options.Flows || f.options.Size > 0 && f.size >= f.options.Size {
		return f.Rotate()
	}
	return f.press(memberSize)
}

// Flush writes what is gathered. What is to be compressed may still wait for more, up to memberAge.
func (f *Files) Flush() error {
	if f.file == nil {
		return nil
	}
	if err := f.sink.Flush(); err != nil {
		return err
	}
	return f.press(memberSize)
}

// press ends the member under way where it has so many bytes, or is old.
func (f *Files) press(size int) error {
	if f.gzip == nil || f.gzip.raw < size && (f.gzip.raw == 0 || f.now().Sub(f.gzip.begun) < memberAge) {
		return nil
	}
	if err := f.gzip.end(); err != nil {
		return err
	}
	f.safe = f.taken()
	return nil
}

// Tick does what is due by time alone: it ends a file whose date is over, and a member that is old.
func (f *Files) Tick() error {
	if err := f.turn(); err != nil || f.file == nil {
		return err
	}
	return f.press(memberSize)
}

// turn ends the current file where its date is over.
func (f *Files) turn() error {
	if f.file == nil || f.names.every == 0 || f.now().Before(f.next) {
		return nil
	}
	return f.Rotate()
}

// Rotate ends the current file, with all rows so far. The next one begins with the next flow.
func (f *Files) Rotate() error {
	if f.file == nil {
		return nil
	}
	if err := f.sink.Flush(); err != nil {
		return err
	}
	return f.Close()
}

// Close closes the current file. What has not been flushed is lost.
func (f *Files) Close() error {
	if f.file == nil {
		return nil
	}
	var err error
	if f.gzip != nil && (f.gzip.raw > 0 || f.size == 0) {
		err = f.press(0)
	}
	err = errors.Join(err, f.file.Close())
	f.file = nil
	return err
}

// Abandon closes the current file after an error, and returns how many of the flows that came for it are not in it.
func (f *Files) Abandon() (lost uint64) {
	lost, f.late = f.late, 0
	if f.file == nil {
		return lost
	}
	safe := f.safe
	if f.gzip == nil {
		safe = f.taken()
	}
	_ = f.file.Close() // there is an error already
	f.file = nil
	return lost + uint64(f.flows) - safe
}

// taken returns how many rows the current sink has handed on whole.
func (f *Files) taken() uint64 {
	if s, ok := f.sink.(interface{ Taken() uint64 }); ok {
		return s.Taken()
	}
	return 0
}

func (f *Files) begin() (err error) {
	now := f.now()
	f.flows, f.safe, f.size, f.gzip, f.next = 0, 0, 0, nil, f.names.next(now)
	if err = f.names.prune(); err != nil {
		return err
	}
	if f.file, err = f.names.create(now); err != nil {
		f.file = nil
		return err
	}
	var to io.Writer = counted{File{f.file}, &f.size}
	if f.names.compressed != "" {
		f.gzip = newMembers(counted{File{f.file}, &f.size}, openPacker(f.names.compressed), f.now)
		to = f.gzip
	}
	f.sink = f.newSink(to)
	return nil
}

// counted counts the bytes of a file.
type counted struct {
	File
	size *int64
}

func (c counted) Write(p []byte) (int, error) {
	n, err := c.File.Write(p)
	*c.size += int64(n)
	return n, err
}

func (c counted) Unwrite(n int) error {
	*c.size -= int64(n)
	return c.File.Unwrite(n)
}
