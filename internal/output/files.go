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

	file    handle
	size    int64 // of the current file
	sink    nfstream.Sink
	gzip    *members  // of the current file, nil where it is plain
	late    uint64    // a flow for which there is no file yet
	given   uint64    // flows to the current sink
	before  uint64    // rows that the current file had before that
	safe    uint64    // of those given, in a whole member
	next    time.Time // when the name of the current file may change
	rest    *partial  // what the next file may go on with, nil for a new one
	written uint64    // rows in files that are closed
	begun   bool      // there is a file with rows of this run
	surplus bool      // a file is to be pruned once the current one has rows
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

// Written returns how many rows are in the files so far, whole.
func (f *Files) Written() uint64 {
	if f.file == nil {
		return f.written
	}
	return f.written + f.taken()
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
	f.given++
	if err := f.sink.Write(flow); err != nil {
		return err
	}
	if f.options.Flows > 0 && f.before+f.given == uint64(f.options.Flows) ||
		f.options.Size > 0 && f.size >= f.options.Size {
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
	return errors.Join(f.press(memberSize), f.thin())
}

// press ends the member under way where it has so many bytes, or is old.
func (f *Files) press(size int) error {
	if f.gzip == nil || f.gzip.raw < size && (f.gzip.raw == 0 || f.now().Sub(f.gzip.begun) < memberAge) {
		return nil
	}
	taken := f.handedOn()
	if err := f.gzip.end(); err != nil {
		return err
	}
	f.safe = taken
	return nil
}

// thin removes the file that is one too many since the first of this run has rows.
func (f *Files) thin() error {
	if !f.surplus || f.taken() == 0 {
		return nil
	}
	f.surplus = false
	return f.names.prune(0)
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
	f.rest = nil
	if f.file == nil {
		return nil
	}
	if err := f.sink.Flush(); err != nil {
		return err
	}
	if err := f.pressLast(); err != nil {
		return err // Abandon wants the file open
	}
	return f.Close()
}

// pressLast ends the last member. A compressed file without rows has one too.
func (f *Files) pressLast() error {
	if f.gzip == nil || f.gzip.raw == 0 && f.size > 0 {
		return nil
	}
	return f.press(0)
}

// Close closes the current file. What has not been flushed is lost.
func (f *Files) Close() error {
	if f.file == nil {
		return nil
	}
	if err := f.pressLast(); err != nil {
		return errors.Join(err, f.end())
	}
	if f.names.fresh && (f.options.Fresh || f.options.Keep > 0) && f.before+f.taken() == 0 {
		f.names.past = []found{f.names.latest}
		return f.discard()
	}
	err := f.thin()
	return errors.Join(err, f.end())
}

// end closes the current file as it is.
func (f *Files) end() error {
	f.written += f.taken()
	f.late += f.given - f.taken()
	err := f.file.Close()
	f.file = nil
	return err
}

// discard closes the current file, which has no rows, and removes it, unless something else has its name by now. It made
// no other file one too many.
func (f *Files) discard() error {
	name := f.file.Name()
	info, err := f.file.Stat()
	own := err == nil && info.Mode().IsRegular() && f.names.disk.isAt(info, name)
	err = errors.Join(err, f.end())
	f.begun = false
	if own {
		err = errors.Join(err, f.names.remove(name))
	}
	return err
}

// taken returns how many of the rows given are in the current file, whole.
func (f *Files) taken() uint64 {
	if f.gzip != nil {
		return f.safe
	}
	return f.handedOn()
}

// handedOn returns how many rows the current sink has handed on whole.
func (f *Files) handedOn() uint64 {
	if s, ok := f.sink.(interface{ Taken() uint64 }); ok {
		return s.Taken()
	}
	return 0
}

// begin goes on with the file that an error has cut short, or else begins a new one.
func (f *Files) begin() error {
	if f.resume() {
		return nil
	}
	now := f.now()
	if f.begun {
		if err := f.names.prune(1); err != nil {
			return err
		}
	}
	file, err := f.names.create(now)
	if err != nil {
		return err
	}
	f.surplus, f.begun = !f.begun && f.names.fresh, true
	f.size, f.before, f.next = 0, 0, f.names.next(now)
	f.enter(file, 0)
	return nil
}

// enter makes a file the current one. Its sink leaves out the first bytes, which the file has.
func (f *Files) enter(file handle, has int) {
	f.file, f.given, f.safe, f.gzip = file, 0, 0, nil
	var to io.Writer = counted{File{file}, &f.size}
	if f.names.compressed != "" {
		f.gzip = newMembers(counted{File{file}, &f.size}, openPacker(f.names.compressed), f.now)
		to = f.gzip
	}
	if has > 0 {
		to = &headless{to, has}
	}
	f.sink = f.newSink(to)
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
