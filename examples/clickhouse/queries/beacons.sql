-- Beacons: pairs of hosts that talk in even intervals. Jitter is the standard deviation of the intervals as a part of
-- their mean; near 0 a program calls, not a person. Ask for more flows and for seconds > 10 in a table of days.
WITH arraySort(groupArray(toUnixTimestamp64Micro(bidirectional_first_seen_ms) / 1e6)) AS times,
     arrayPopFront(arrayDifference(times)) AS gaps
SELECT source, destination, dst_port, any(application_name) AS application, any(requested_server_name) AS server, count() AS flows,
       round(arrayAvg(gaps), 3) AS seconds,
       round(sqrt(arrayAvg(x -> pow(x - arrayAvg(gaps), 2), gaps)) / arrayAvg(gaps), 3) AS jitter
FROM flows
GROUP BY source, destination, dst_port
HAVING flows >= 8 AND seconds > 0
ORDER BY jitter
LIMIT 20;
