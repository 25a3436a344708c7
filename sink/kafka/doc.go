// Package kafka produces flows to a topic of Apache Kafka.
package kafka
