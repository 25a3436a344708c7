-- Flows that a collector receives as IPFIX. goflow2 writes each direction of a flow as a row (biflow=no).
CREATE TABLE IF NOT EXISTS flows_ipfix
(
    sensor IPv6 COMMENT 'address of the meter',
    received DateTime64(9, 'UTC') CODEC(Delta, ZSTD(1)),
    first_seen DateTime64(9, 'UTC') CODEC(Delta, ZSTD(1)),
    last_seen DateTime64(9, 'UTC') CODEC(Delta, ZSTD(1)),
    src_ip IPv6 CODEC(ZSTD(1)),
    dst_ip IPv6 CODEC(ZSTD(1)),
    src_port UInt16 CODEC(T64, ZSTD(1)),
    dst_port UInt16 CODEC(T64, ZSTD(1)),
    protocol UInt8 CODEC(T64, ZSTD(1)),
    packets UInt64 CODEC(T64, ZSTD(1)),
    ip_bytes UInt64 CODEC(T64, ZSTD(1)),
    application_name LowCardinality(String) CODEC(ZSTD(1)),
    requested_server_name String CODEC(ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toMonday(first_seen)
ORDER BY (toStartOfHour(first_seen), application_name, src_ip, dst_ip, first_seen);

CREATE TABLE IF NOT EXISTS flows_ipfix_queue
(
    sampler_address IPv6,
    time_received_ns UInt64,
    time_flow_start_ns UInt64,
    time_flow_end_ns UInt64,
    src_addr IPv6,
    dst_addr IPv6,
    src_port UInt16,
    dst_port UInt16,
    proto UInt8,
    packets UInt64,
    bytes UInt64,
    application_name String,
    server_name String
)
ENGINE = Kafka
SETTINGS kafka_broker_list = 'localhost:9092',
         kafka_topic_list = 'flow-messages',
         kafka_group_name = 'clickhouse-ipfix',
         kafka_format = 'JSONEachRow',
         kafka_flush_interval_ms = 5000;

CREATE MATERIALIZED VIEW IF NOT EXISTS flows_ipfix_from_queue TO flows_ipfix AS
SELECT sampler_address AS sensor,
       fromUnixTimestamp64Nano(toInt64(time_received_ns), 'UTC') AS received,
       fromUnixTimestamp64Nano(toInt64(time_flow_start_ns), 'UTC') AS first_seen,
       fromUnixTimestamp64Nano(toInt64(time_flow_end_ns), 'UTC') AS last_seen,
       src_addr AS src_ip, dst_addr AS dst_ip, src_port, dst_port, proto AS protocol, packets, bytes AS ip_bytes,
       application_name, server_name AS requested_server_name
FROM flows_ipfix_queue;
