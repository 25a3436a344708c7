// Package kafka produces flows to a topic of Apache Kafka, as JSON objects or as Protobuf messages (flow.proto).
//
// Open takes a URL, as --output of nfstream-full does: kafka://broker1,broker2:9093/topic?option=value. All flows of two
// hosts have the same key (Key), and headers name the run, the type of a value and its version. Records are acknowledged
// by all replicas that are in sync, and the producer is idempotent.
// Delivery is at least once: a consumer that drops records with a run and an id that it has seen has each flow once.
//
// docs/kafka.md lists the options and describes what is lost when.
package kafka
