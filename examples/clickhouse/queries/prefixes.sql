-- Bytes between a network of one's own and the world by hour and direction of the connection.
SELECT toStartOfHour(bidirectional_first_seen_ms) AS hour,
       if(isIPAddressInRange(source, '192.0.2.0/24'), 'outgoing', 'incoming') AS direction,
       sum(src2dst_raw_bytes) AS bytes_of_clients, sum(dst2src_raw_bytes) AS bytes_of_servers, count() AS flows
FROM flows
WHERE isIPAddressInRange(source, '192.0.2.0/24') != isIPAddressInRange(destination, '192.0.2.0/24')
GROUP BY hour, direction
ORDER BY hour DESC, direction
LIMIT 48;
