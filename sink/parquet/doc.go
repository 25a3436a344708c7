// Package parquet writes flows as Parquet files. Create a Writer with NewWriter, pass it to Streamer.Run and close it: a
// file can be read only when Close has returned. docs/formats.md lists the types of columns.
//
// A file has row groups of 50,000 flows, each sorted by the time of the flows' first packets, zstd, statistics and a page
// index. Values that were not observed are null.
package parquet
