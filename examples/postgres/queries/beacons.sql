-- Beacons: pairs of hosts that talk in even intervals. Jitter is the standard deviation of the intervals as a part of
-- their mean; near 0 a program calls, not a person. Ask for more flows and for seconds > 10 in a table of days.
SELECT src_ip, dst_ip, dst_port, min(application_name) AS application, count(*) + 1 AS flows,
       round(avg(gap)::numeric, 3) AS seconds, round((stddev_pop(gap) / nullif(avg(gap), 0))::numeric, 3) AS jitter
FROM
(
    SELECT src_ip, dst_ip, dst_port, application_name, extract(epoch FROM bidirectional_first_seen_ms
        - lag(bidirectional_first_seen_ms) OVER (PARTITION BY src_ip, dst_ip, dst_port ORDER BY bidirectional_first_seen_ms)) AS gap
    FROM flows
) AS gaps
WHERE gap IS NOT NULL
GROUP BY src_ip, dst_ip, dst_port
HAVING count(*) >= 7 AND avg(gap) > 0
ORDER BY jitter
LIMIT 20;
