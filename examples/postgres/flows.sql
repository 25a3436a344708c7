CREATE TABLE flows
(
    id bigint NOT NULL,
    bidirectional_first_seen_ms timestamptz NOT NULL,
    bidirectional_last_seen_ms timestamptz NOT NULL,
    bidirectional_duration_ms double precision NOT NULL,
    version smallint NOT NULL,
    protocol smallint NOT NULL,
    vlan_id integer NOT NULL,
    src_ip inet NOT NULL,
    src_port integer NOT NULL,
    dst_ip inet NOT NULL,
    dst_port integer NOT NULL,
    bidirectional_packets bigint NOT NULL,
    bidirectional_raw_bytes bigint NOT NULL,
    src2dst_packets bigint NOT NULL,
    src2dst_raw_bytes bigint NOT NULL,
    dst2src_packets bigint NOT NULL,
    dst2src_raw_bytes bigint NOT NULL,
    application_name text,
    category_name text,
    application_confidence smallint NOT NULL,
    requested_server_name text,
    user_agent text,
    tls_version text,
    tls_cipher text,
    tls_alpn text,
    ja4_client text,
    http_method text,
    http_status integer,
    dns_query_type integer,
    dns_reply_code integer,
    dns_response_addresses text,
    as_number bigint,
    as_name text,
    risks text,
    risk_score integer,
    risk_score_client integer,
    risk_score_server integer,
    risk_severity text,
    risk_details text,
    end_reason text,
    community_id text,
    risk_names text[] GENERATED ALWAYS AS (string_to_array(risks, ';')) STORED
)
PARTITION BY RANGE (bidirectional_first_seen_ms);

-- Flows of days without a partition. Keep it empty: a day's partition cannot be made while flows of it are here.
CREATE TABLE flows_other PARTITION OF flows DEFAULT;

-- flows_days makes the partitions of days, from one to another, that are not there. Call it daily, for days to come.
CREATE FUNCTION flows_days(first date, last date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    day date;
BEGIN
    FOR day IN SELECT generate_series(first, last, '1 day')::date LOOP
        EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF flows FOR VALUES FROM (%L) TO (%L)',
            'flows_' || to_char(day, 'YYYYMMDD'), day::timestamp AT TIME ZONE 'UTC', (day + 1)::timestamp AT TIME ZONE 'UTC');
    END LOOP;
END
$$;

CREATE INDEX ON flows USING brin (bidirectional_first_seen_ms);
CREATE INDEX ON flows USING btree (src_ip, bidirectional_first_seen_ms);
CREATE INDEX ON flows USING btree (dst_ip, bidirectional_first_seen_ms);
CREATE INDEX ON flows USING btree (application_name, bidirectional_first_seen_ms);
CREATE INDEX ON flows USING hash (requested_server_name) WHERE requested_server_name IS NOT NULL;
CREATE INDEX ON flows USING gin (risk_names) WHERE risk_names IS NOT NULL;

COMMENT ON COLUMN flows.id IS 'rank of the flow''s first packet among all flows, from 0';
COMMENT ON COLUMN flows.bidirectional_first_seen_ms IS 'capture time of the first packet of both directions, ms since the Unix epoch unless TimeFormat says otherwise, 0 for none';
COMMENT ON COLUMN flows.bidirectional_last_seen_ms IS 'capture time of the last packet of both directions, ms since the Unix epoch unless TimeFormat says otherwise, 0 for none';
COMMENT ON COLUMN flows.bidirectional_duration_ms IS 'time from the first to the last packet of both directions, -1 for none';
COMMENT ON COLUMN flows.version IS 'IP version';
COMMENT ON COLUMN flows.protocol IS 'IP protocol number';
COMMENT ON COLUMN flows.vlan_id IS 'outermost VLAN of the first packet, 0 for none';
COMMENT ON COLUMN flows.src_ip IS 'address of the source, the sender of the flow''s first packet';
COMMENT ON COLUMN flows.src_port IS 'port of the source, 0 without ports';
COMMENT ON COLUMN flows.dst_ip IS 'address of the destination';
COMMENT ON COLUMN flows.dst_port IS 'port of the destination';
COMMENT ON COLUMN flows.bidirectional_packets IS 'packets of both directions';
COMMENT ON COLUMN flows.bidirectional_raw_bytes IS 'bytes of frames of both directions, as on the wire';
COMMENT ON COLUMN flows.src2dst_packets IS 'packets from the source';
COMMENT ON COLUMN flows.src2dst_raw_bytes IS 'bytes of frames from the source, as on the wire';
COMMENT ON COLUMN flows.dst2src_packets IS 'packets from the destination';
COMMENT ON COLUMN flows.dst2src_raw_bytes IS 'bytes of frames from the destination, as on the wire';
COMMENT ON COLUMN flows.application_name IS 'such as TLS.Google';
COMMENT ON COLUMN flows.category_name IS 'category of the application';
COMMENT ON COLUMN flows.application_confidence IS '0 unknown, 1 by port, 3 by partial inspection, 4 by that and a cache, 5 by a cache across flows, 6 by inspection, 7 by address, 8 by the shape of the payload, 9 by a rule of the user';
COMMENT ON COLUMN flows.requested_server_name IS 'SNI, HTTP host, DNS name: whatever names the server';
COMMENT ON COLUMN flows.user_agent IS 'of HTTP and QUIC';
COMMENT ON COLUMN flows.tls_version IS 'negotiated version, such as TLSv1.2';
COMMENT ON COLUMN flows.tls_cipher IS 'negotiated cipher suite, by its IANA name';
COMMENT ON COLUMN flows.tls_alpn IS 'application protocol chosen';
COMMENT ON COLUMN flows.ja4_client IS 'JA4 fingerprint of the client';
COMMENT ON COLUMN flows.http_method IS 'of the first request';
COMMENT ON COLUMN flows.http_status IS 'of the first final response, 0 without one';
COMMENT ON COLUMN flows.dns_query_type IS 'type of the first question, 0 without one';
COMMENT ON COLUMN flows.dns_reply_code IS 'response code, with the bits that EDNS has';
COMMENT ON COLUMN flows.dns_response_addresses IS 'addresses in the answer, of its first 16 records';
COMMENT ON COLUMN flows.as_number IS 'autonomous system of the destination, or of the source where that has none, by a database of Rules; 0 unknown';
COMMENT ON COLUMN flows.as_name IS 'who runs that autonomous system';
COMMENT ON COLUMN flows.risks IS 'names of the risks that the flow has, separated by semicolons; see docs/risks.md';
COMMENT ON COLUMN flows.risk_score IS 'sum of the scores of the risks';
COMMENT ON COLUMN flows.risk_score_client IS 'the client''s part of risk_score';
COMMENT ON COLUMN flows.risk_score_server IS 'the server''s part of risk_score';
COMMENT ON COLUMN flows.risk_severity IS 'the highest severity of the risks: Low, Medium, High or Severe';
COMMENT ON COLUMN flows.risk_details IS 'what was found, one for each of the risks, separated by semicolons; those within one are commas';
COMMENT ON COLUMN flows.end_reason IS 'idle, active, end_of_capture, plugin, evicted or limit';
COMMENT ON COLUMN flows.community_id IS 'Community ID, version 1, seed 0; of ICMP that of the first message';
