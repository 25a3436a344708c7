-- Bytes between a network of one's own and the world, by hour and direction of the connection.
SELECT date_trunc('hour', bidirectional_first_seen_ms) AS hour,
       CASE WHEN src_ip <<= '192.0.2.0/24' THEN 'outgoing' ELSE 'incoming' END AS direction,
       sum(src2dst_raw_bytes) AS bytes_of_clients, sum(dst2src_raw_bytes) AS bytes_of_servers, count(*) AS flows
FROM flows
WHERE (src_ip <<= '192.0.2.0/24') <> (dst_ip <<= '192.0.2.0/24')
GROUP BY hour, direction
ORDER BY hour DESC, direction
LIMIT 48;
