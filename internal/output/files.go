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
	// Packed means that a file can be read only when its sink has been closed. It has a temporary name before, so that
	// a run that is killed leaves whole files. Rows of a file that cannot be closed are lost.
	Packed bool
	// PacketTime means that dates in names are of the packets' clock: the time of the latest packet of all flows so far.
	// Otherwise they are of the time of day.
	PacketTime bool
	Warn       func(error) // reports what a run that was killed has left; nil for nothing
}

// Files is an nfstream.Sink that passes flows to another sink, a new one for each file. A full file is closed
// immediately; the next flow starts the next file. A name with a date gives a file for each date, in folders that are
// created if they contain one. A name that ends in .gz or .zst gives compressed files, as a series of members. Dated
// files are never overwritten, nor are any with Options.Fresh; otherwise files of earlier runs with the same name are
// overwritten. A sink that is an io.Closer is closed at the end of its file. Files is not safe for concurrent use.
type Files struct {
	names   names
	options Options
	newSink func(io.Writer) nfstream.Sink
	now     func() time.Time

	file    handle
	path    string    // that a temporary file will have, empty for another one
	date    time.Time // of the current file
	latest  time.Time // packet so far, with Options.PacketTime
	size    int64     // of the current file
	sink    nfstream.Sink
	closed  bool      // the sink of the current file has been closed
	whole   bool      // the current file is packed and has its path
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

// Create creates the first file, or with a date of packets only the folder of all files. The path is that of the file,
// or the template for numbers and dates.
func Create(path string, options Options, newSink func(io.Writer) nfstream.Sink) (*Files, error) {
	f := &Files{options: options, newSink: newSink, now: time.Now}
	var err error
	if f.names, err = newNames(path, options); err != nil {
		return nil, err
	}
	return f, f.begin()
}

func (f *Files) begin() error {
	if err := f.names.begin(); err != nil || f.names.every > 0 && f.options.PacketTime {
		return err
	}
	return f.start()
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
		f.observe(flow)
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

// observe moves the packets' clock.
func (f *Files) observe(flow *nfstream.Flow) {
	if f.options.PacketTime {
		if last := time.Unix(0, flow.Bidirectional().Last); f.latest.IsZero() || last.After(f.latest) {
			f.latest = last
		}
	}
}

// clock returns the time for dates in names.
func (f *Files) clock() time.Time {
	if f.options.PacketTime {
		return f.latest
	}
	return f.now()
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
	if f.file == nil || f.names.every == 0 || f.clock().Before(f.next) {
		return nil
	}
	return f.Rotate()
}

// taken returns the number of given rows that are whole in the current file.
func (f *Files) taken() uint64 {
	switch {
	case f.gzip != nil:
		return f.safe
	case f.path != "" && !f.whole:
		return 0
	case f.options.Packed && f.closed:
		return f.given
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
	now := f.clock()
	if f.begun {
		if err := f.names.prune(1); err != nil {
			return err
		}
	}
	file, path, err := f.names.create(now)
	if err != nil {
		return err
	}
	f.surplus, f.begun = !f.begun && f.names.fresh, true
	f.path, f.date = path, now
	f.size, f.before, f.next = 0, 0, f.names.next(now)
	f.enter(file, 0)
	return nil
}

// enter makes a file the current one. Its sink skips the header that the file has already.
func (f *Files) enter(file handle, has int) {
	f.file, f.given, f.safe, f.gzip, f.closed, f.whole = file, 0, 0, nil, false, false
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
