-- The hosts with most bytes, sent and received.
SELECT host, formatReadableSize(sum(sent)) AS bytes_sent, formatReadableSize(sum(received)) AS bytes_received, count() AS flows
FROM
(
    SELECT source AS host, src2dst_raw_bytes AS sent, dst2src_raw_bytes AS received FROM flows
    UNION ALL
    SELECT destination AS host, dst2src_raw_bytes AS sent, src2dst_raw_bytes AS received FROM flows
)
GROUP BY host
ORDER BY sum(sent) + sum(received) DESC
LIMIT 20;
