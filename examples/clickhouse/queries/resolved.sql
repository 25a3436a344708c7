-- Flows to addresses that a DNS answer named shortly before, with the name: what a host asked for, and then used.
SELECT f.source AS host, f.destination AS address, any(d.name) AS name, any(f.application_name) AS application, count() AS flows
FROM flows AS f
ASOF JOIN
(
    SELECT source AS host, arrayJoin(dns_response_addresses) AS address, requested_server_name AS name,
           bidirectional_first_seen_ms AS asked
    FROM flows
    WHERE notEmpty(dns_response_addresses)
) AS d ON f.source = d.host AND f.destination = d.address AND f.bidirectional_first_seen_ms >= d.asked
GROUP BY host, address
ORDER BY flows DESC
LIMIT 20;
