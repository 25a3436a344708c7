package main

import (
	"io"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/cli"
	"github.com/nfstream/nfstream-go/cmd/nfstream-full/internal/ipfixtls"
	"github.com/nfstream/nfstream-go/sink/arrow"
	"github.com/nfstream/nfstream-go/sink/kafka"
	"github.com/nfstream/nfstream-go/sink/parquet"
)

// formats are those that nfstream does not have.
func formats() []cli.Format {
	return []cli.Format{
		{Name: "arrow", Extensions: []string{".arrows"}, Packed: true, New: newArrowStream},
		{Name: "feather", Extensions: []string{".arrow", ".feather", ".ipc"}, Stream: "arrow", Packed: true, New: newArrowFile},
		{Name: "parquet", Extensions: []string{".parquet", ".pq"}, Packed: true, New: newParquet},
	}
}

func newArrowStream(w io.Writer, r cli.Rows) nfstream.Sink {
	return arrow.NewStream(w, r.Columns, arrow.Options{Program: r.Program, Settings: r.Settings})
}

func newArrowFile(w io.Writer, r cli.Rows) nfstream.Sink {
	return arrow.NewFile(w, r.Columns, arrow.Options{Program: r.Program, Settings: r.Settings})
}

func newParquet(w io.Writer, r cli.Rows) nfstream.Sink {
	return parquet.NewWriter(w, r.Columns, parquet.Options{Program: r.Program, Settings: r.Settings})
}

// targets are those that nfstream does not have.
func targets() []cli.Target {
	return []cli.Target{
		ipfixtls.Target(),
		kafka.Target(),
	}
}
