-- The applications with most bytes of the last day that there are flows of.
WITH (SELECT max(bidirectional_first_seen_ms) FROM flows) AS latest
SELECT application_name, category_name, formatReadableSize(sum(bidirectional_raw_bytes)) AS bytes,
       sum(bidirectional_packets) AS packets, count() AS flows
FROM flows
WHERE bidirectional_first_seen_ms > latest - INTERVAL 1 DAY
GROUP BY application_name, category_name
ORDER BY sum(bidirectional_raw_bytes) DESC
LIMIT 20;
