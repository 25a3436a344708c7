// Package arrow writes flows as Arrow record batches: NewStream an IPC stream, NewFile an IPC file. Pass the Writer to
// Streamer.Run and close it afterwards. See docs/arrow.md for the types of columns and for how programs read them.
//
// The types come from the columns: integers of Column.Width, timestamps in UTC for Column.Moment, durations as float64
// milliseconds as the names of their columns say, texts as utf8, lists as list. What was not observed is null. Neither
// Config.Null nor Config.TimeFormat changes that.
//
// A stream has a dictionary for each text that repeats (Column.Repeats), a new one for each batch. A file has plain texts,
// as each of its dictionaries would have to be whole before the first batch, and compresses them instead.
//
// The package does not compile for big-endian machines other than s390x: the library writes wrong data there.
package arrow
