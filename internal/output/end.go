package output

import (
	"errors"
	"io"
	"io/fs"
)

// Rotate ends the current file with all rows so far. The next flow starts the next file.
func (f *Files) Rotate() error {
	f.rest = nil
	if f.file == nil {
		return nil
	}
	if err := f.sink.Flush(); err != nil {
		return err
	}
	if err := f.finish(); err != nil {
		return err // Abandon needs the file open
	}
	return f.Close()
}

// finish closes the sink and makes the current file whole.
func (f *Files) finish() error {
	if f.closed || f.path != "" && f.needless() {
		return nil
	}
	f.closed = true
	if sink, ok := f.sink.(io.Closer); ok {
		if err := sink.Close(); err != nil {
			return err
		}
	}
	if f.path == "" {
		return f.pressLast()
	}
	path, err := f.names.publish(f.file, f.path, f.date)
	f.whole = path != ""
	return err
}

// needless reports whether the current file has no rows and need not be there.
func (f *Files) needless() bool {
	return f.names.fresh && (f.options.Fresh || f.options.Keep > 0) && f.before+f.given == 0
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
	if err := f.finish(); err != nil {
		if f.path != "" && !f.whole {
			return errors.Join(err, f.discard())
		}
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
	if f.whole && errors.Is(err, fs.ErrClosed) {
		err = nil // by publish
	}
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
		err = errors.Join(err, f.names.removeOld(name))
	}
	return err
}
