-- Versions of TLS, with the servers that still have an old one.
SELECT tls_version, count() AS flows, uniq(requested_server_name) AS servers, topK(5)(requested_server_name) AS examples
FROM flows
WHERE tls_version != ''
GROUP BY tls_version
ORDER BY flows DESC;
