package main

import (
	"io"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/cli"
	"github.com/nfstream/nfstream-go/cmd/nfstream-full/internal/ipfixtls"
	"github.com/nfstream/nfstream-go/sink/kafka"
	"github.com/nfstream/nfstream-go/sink/parquet"
)

// formats are those that nfstream does not have.
func formats() []cli.Format {
	return []cli.Format{
		{Name: "parquet", Extensions: []string{".parquet", ".pq"}, Packed: true, New: newParquet},
	}
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
