// Package kafka produces flows to a topic of Apache Kafka, as JSON objects or as Protobuf messages (flow.proto).
//
// Open takes a URL, as --output of nfstream-full does: kafka://broker1,broker2:9093/topic?option=value. Every record has
// the same key for both directions and all flows of two hosts (Key), and headers that name the run, the type and the
// version of its value. Records are acknowledged by all replicas that are in sync, and the producer is idempotent.
// Delivery is at least once: a consumer that drops records with a run and an id that it has seen has each flow once.
//
// docs/kafka.md lists the options and describes what is lost when.
package kafka
