-- Risks by the highest severity of their flows. A flow has several risks; each counts.
SELECT risk_severity, risk, count(*) AS flows, count(DISTINCT src_ip) AS sources, count(DISTINCT dst_ip) AS destinations
FROM flows
CROSS JOIN LATERAL unnest(risk_names) AS risk
GROUP BY risk_severity, risk
ORDER BY array_position(ARRAY['Severe', 'High', 'Medium', 'Low'], risk_severity), flows DESC;
