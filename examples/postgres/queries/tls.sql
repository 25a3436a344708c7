-- Versions of TLS, with the number of servers that still have each.
SELECT tls_version, count(*) AS flows, count(DISTINCT requested_server_name) AS servers, min(requested_server_name) AS example
FROM flows
WHERE tls_version IS NOT NULL
GROUP BY tls_version
ORDER BY flows DESC;
