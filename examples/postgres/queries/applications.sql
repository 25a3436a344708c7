-- The applications with most bytes of the last day that there are flows of.
SELECT application_name, category_name, pg_size_pretty(sum(bidirectional_raw_bytes)) AS bytes,
       sum(bidirectional_packets) AS packets, count(*) AS flows
FROM flows
WHERE bidirectional_first_seen_ms > (SELECT max(bidirectional_first_seen_ms) FROM flows) - interval '1 day'
GROUP BY application_name, category_name
ORDER BY sum(bidirectional_raw_bytes) DESC
LIMIT 20;
