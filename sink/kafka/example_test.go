package kafka_test

import (
	"context"
	"fmt"
	"log"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/sink/kafka"
)

// Flows of an interface go to a topic. While brokers are away they wait on disk.
func ExampleOpen() {
	s, err := nfstream.Open("eth0", nfstream.Config{Statistics: true})
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close()
	sink, err := kafka.Open("kafka://broker1,broker2/flows?spool=/var/spool/flows&spool-size=10G", kafka.Rows{
		Columns: s.Columns(), Live: s.Live(), Format: kafka.Protobuf, Program: "probe 1.0",
		Warn: func(err error) { log.Print(err) },
	})
	if err != nil {
		log.Fatal(err)
	}
	err = s.Run(context.Background(), sink)
	if e := sink.Close(); err == nil {
		err = e
	}
	fmt.Println(sink.Stats(), err)
}

func ExampleCheck() {
	fmt.Println(kafka.Check("kafka://broker/flows?lingr=1s"))
	fmt.Println(kafka.Check("kafka://me:secret@broker/flows"))
	// Output:
	// kafka: unknown option "lingr": want one of batch-size, buffer, client-id, close-timeout, compression, connect-timeout, create-topic, key, linger, partitioner, sasl, sasl-file, spool, spool-size, tls, tls-ca, tls-cert, tls-key, tls-server-name, when-full
	// kafka: a URL has no user and no password: want sasl-file=FILE, or NFSTREAM_KAFKA_USER and NFSTREAM_KAFKA_PASSWORD
}
