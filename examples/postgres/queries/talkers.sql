-- The hosts with most bytes, sent and received.
SELECT host, pg_size_pretty(sum(sent)) AS sent, pg_size_pretty(sum(received)) AS received, count(*) AS flows
FROM flows
CROSS JOIN LATERAL (VALUES (src_ip, src2dst_raw_bytes, dst2src_raw_bytes), (dst_ip, dst2src_raw_bytes, src2dst_raw_bytes))
    AS of_host (host, sent, received)
GROUP BY host
ORDER BY sum(of_host.sent + of_host.received) DESC
LIMIT 20;
