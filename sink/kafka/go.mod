module github.com/nfstream/nfstream-go/sink/kafka

go 1.26.0

replace github.com/nfstream/nfstream-go => ../..
