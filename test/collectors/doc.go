// Package collectors sends flows to real collectors of IPFIX and NetFlow 9, and compares what they have with our CSV.
//
// Its tests need nfcapd and nfdump (Debian's nfdump), nfacctd (Debian's pmacct) and goflow2 (test/collectors/install), and are
// skipped where one is missing. NFSTREAM_COLLECTORS names a folder of captures whose 20 largest, or NFSTREAM_COLLECTORS_MOST of
// them, are sent in place of the test captures.
package collectors
