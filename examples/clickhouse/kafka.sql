CREATE TABLE IF NOT EXISTS flows_queue
(
    id Int64,
    bidirectional_first_seen_ms String,
    bidirectional_last_seen_ms String,
    bidirectional_duration_ms Float64,
    version UInt8,
    protocol UInt8,
    vlan_id UInt16,
    src_ip IPv6,
    src_port UInt16,
    dst_ip IPv6,
    dst_port UInt16,
    bidirectional_packets Int64,
    bidirectional_raw_bytes Int64,
    src2dst_packets Int64,
    src2dst_raw_bytes Int64,
    dst2src_packets Int64,
    dst2src_raw_bytes Int64,
    application_name String,
    category_name String,
    application_confidence UInt8,
    requested_server_name String,
    user_agent String,
    tls_version String,
    tls_cipher String,
    tls_alpn String,
    ja4_client String,
    http_method String,
    http_status Nullable(UInt16),
    dns_query_type Nullable(UInt16),
    dns_reply_code Nullable(UInt16),
    dns_response_addresses String,
    as_number Nullable(UInt32),
    as_name String,
    risks String,
    risk_score Nullable(UInt16),
    risk_score_client Nullable(UInt16),
    risk_score_server Nullable(UInt16),
    risk_severity String,
    risk_details String,
    end_reason String,
    community_id String
)
ENGINE = Kafka
SETTINGS kafka_broker_list = 'localhost:9092',
         kafka_topic_list = 'flows',
         kafka_group_name = 'clickhouse',
         kafka_format = 'JSONEachRow',
         kafka_num_consumers = 1,
         kafka_max_block_size = 65536,
         kafka_flush_interval_ms = 5000,
         kafka_handle_error_mode = 'stream';

CREATE MATERIALIZED VIEW IF NOT EXISTS flows_from_queue TO flows AS
SELECT
    _topic AS sensor,
    id,
    parseDateTime64BestEffort(bidirectional_first_seen_ms, 9, 'UTC') AS bidirectional_first_seen_ms,
    parseDateTime64BestEffort(bidirectional_last_seen_ms, 9, 'UTC') AS bidirectional_last_seen_ms,
    bidirectional_duration_ms,
    version,
    protocol,
    vlan_id,
    src_ip,
    src_port,
    dst_ip,
    dst_port,
    bidirectional_packets,
    bidirectional_raw_bytes,
    src2dst_packets,
    src2dst_raw_bytes,
    dst2src_packets,
    dst2src_raw_bytes,
    application_name,
    category_name,
    application_confidence,
    requested_server_name,
    user_agent,
    tls_version,
    tls_cipher,
    tls_alpn,
    ja4_client,
    http_method,
    http_status,
    dns_query_type,
    dns_reply_code,
    if(dns_response_addresses = '', [], splitByChar(',', dns_response_addresses)) AS dns_response_addresses,
    as_number,
    as_name,
    if(risks = '', [], splitByChar(';', risks)) AS risks,
    risk_score,
    risk_score_client,
    risk_score_server,
    risk_severity,
    if(risk_details = '', [], splitByChar(';', risk_details)) AS risk_details,
    end_reason,
    community_id
FROM flows_queue
WHERE length(_error) = 0;

-- Messages that are no flows, with the reason.
CREATE TABLE IF NOT EXISTS flows_refused
(
    time DateTime, topic String, partition UInt64, offset UInt64, raw String, error String
)
ENGINE = MergeTree
ORDER BY time
TTL time + INTERVAL 7 DAY;

CREATE MATERIALIZED VIEW IF NOT EXISTS flows_refused_from_queue TO flows_refused AS
SELECT now() AS time, _topic AS topic, _partition AS partition, _offset AS offset, _raw_message AS raw, _error AS error
FROM flows_queue
WHERE length(_error) > 0;
