package output

import (
	"errors"
	"io"
	"os"
	"time"

	"github.com/nfstream/nfstream-go"
)

// Options configure the rotation of files. The zero value means one file with the given name.
type Options struct {
	Flows int   // maximum flows per file; files are numbered; 0 for no limit
	Size  int64 // size of a file in bytes; files are numbered; 0 for no limit
	Keep  int   // number of latest files to keep; 0 for all
	Fresh bool  // never overwrite a file: add a number to the name
}

// Files is an nfstream.Sink that passes flows to another sink, a new one for each file. A full file is closed
// immediately; the next flow starts the next file. A name with a date gives a file for each date. A name that ends in
// .gz or .zst gives compressed files, as a series of members. Dated files are never overwritten, nor are any with
// Options.Fresh; otherwise files of earlier runs with the same name are overwritten. It is not safe for concurrent
// use.
type Files struct {
	names   names
	options Options
	newSink func(io.Writer) nfstream.Sink
	now     func() time.Time

	file    handle
	size    int64 // of the current file
	sink    nfstream.Sink
	gzip    *members  // of the current file, nil if it is not compressed
	late    uint64    // 1 for a flow without a file yet
	given   uint64    // flows to the current sink
	before  uint64    // rows in the current file before those
	safe    uint64    // of those given, in a complete member
	next    time.Time // when the name of the current file may change
	rest    *partial  // file to continue, nil for a new one
	written uint64    // rows in closed files
	begun   bool      // a file has rows of this run
	surplus bool      // prune a file after the current one has rows
}

// Create creates the first file. The path is that of the file, or the template for numbers and dates.
func Create(path string, options Options, newSink func(io.Writer) nfstream.Sink) (*Files, error) {
	f := &Files{options: options, newSink: newSink, now: time.Now}
	var err error
	if f.names, err = newNames(path, options); err != nil {
		return nil, err
	}
	return f, f.start()
}

// Dated reports whether a path has a date.
func Dated(path string) bool {
	t, err := parseTemplate(path)
	return err == nil && t.every > 0
}

// Standard is a sink to standard output, or to another writer, which its Close, if it has one, does not close.
func Standard(w io.Writer, newSink func(io.Writer) nfstream.Sink) nfstream.Sink {
	if file, ok := w.(*os.File); ok {
		w = File{file}
	}
	return newSink(w)
}

// Written returns the number of whole rows in the files so far.
func (f *Files) Written() uint64 {
	if f.file == nil {
		return f.written
	}
	return f.written + f.taken()
}

// Write writes a flow, to the next file if the current one is full or its date is over.
func (f *Files) Write(flow *nfstream.Flow) error {
	f.late = 1
	if f.names.every > 0 {
		if err := f.turn(); err != nil {
			return err
		}
	}
	if f.file == nil {
		if err := f.start(); err != nil {
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

// Flush writes buffered rows. Rows to be compressed may wait for more rows, up to memberAge.
func (f *Files) Flush() error {
	if f.file == nil {
		return nil
	}
	if err := f.sink.Flush(); err != nil {
		return err
	}
	return errors.Join(f.press(memberSize), f.thin())
}

// press ends the current member if it has the given number of bytes, or is old.
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

// thin removes the surplus file after the first file of this run has rows.
func (f *Files) thin() error {
	if !f.surplus || f.taken() == 0 {
		return nil
	}
	f.surplus = false
	return f.names.prune(0)
}

// Tick performs time-based work: it ends a file after its date, and an old member.
func (f *Files) Tick() error {
	if err := f.turn(); err != nil || f.file == nil {
		return err
	}
	return f.press(memberSize)
}

// turn ends the current file after its date.
func (f *Files) turn() error {
	if f.file == nil || f.names.every == 0 || f.now().Before(f.next) {
		return nil
	}
	return f.Rotate()
}

// Rotate ends the current file with all rows so far. The next flow starts the next file.
func (f *Files) Rotate() error {
	f.rest = nil
	if f.file == nil {
		return nil
	}
	if err := f.sink.Flush(); err != nil {
		return err
	}
	if err := f.pressLast(); err != nil {
		return err // Abandon needs the file open
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

// Close closes the current file. Rows that have not been flushed are lost.
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

// end closes the current file without further writes.
func (f *Files) end() error {
	f.written += f.taken()
	f.late += f.given - f.taken()
	err := f.file.Close()
	f.file = nil
	return err
}

// discard closes the current file, which has no rows, and removes it unless its name refers to another file by now.
// It does not count for Keep.
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

// taken returns the number of given rows that are whole in the current file.
func (f *Files) taken() uint64 {
	if f.gzip != nil {
		return f.safe
	}
	return f.handedOn()
}

// handedOn returns the number of whole rows that the current sink has written.
func (f *Files) handedOn() uint64 {
	if s, ok := f.sink.(interface{ Taken() uint64 }); ok {
		return s.Taken()
	}
	return 0
}

// start continues the file after a write error, or creates a new one.
func (f *Files) start() error {
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

// enter makes a file the current one. Its sink skips the header that the file has already.
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
