module github.com/nfstream/nfstream-go

go 1.25.0
