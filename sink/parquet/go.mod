module github.com/nfstream/nfstream-go/sink/parquet

go 1.26.0

replace github.com/nfstream/nfstream-go => ../..
