"""Speaks to memcached: memcached.py SERVER PORT.

Text by pymemcache, binary by libmemcached, and what these lack by sockets: meta commands and datagrams.
"""
import socket
import sys

import pylibmc
from pymemcache.client.base import Client

server, port = sys.argv[1], int(sys.argv[2])

# A client that begins with a read, and one that begins with a question for the version.
with_reads = Client((server, port), no_delay=True)
assert with_reads.get("missing") is None
assert with_reads.set("key", "a value", expire=60, noreply=False)
assert with_reads.get("key") == b"a value"
assert with_reads.gets("key")[0] == b"a value"
with_reads.set("quiet", "x" * 4000, noreply=True)
assert with_reads.get_many(["key", "quiet"])["quiet"] == b"x" * 4000
assert with_reads.set("counter", "41", noreply=False)
assert with_reads.incr("counter", 1, noreply=False) == 42
assert with_reads.touch("key", 100, noreply=False)
assert with_reads.delete("key", noreply=False)
assert with_reads.stats()
with_reads.quit()
of_version = Client((server, port))
assert of_version.version()
of_version.close()

binary = pylibmc.Client([f"[{server}]:{port}" if ":" in server else f"{server}:{port}"], binary=True)
assert binary.set("key", "a value")
assert binary.get("key") == "a value"
assert binary.get("missing") is None
assert binary.get_stats()
binary.delete("key")
binary.disconnect_all()

family = socket.AF_INET6 if ":" in server else socket.AF_INET


def ask(stream, *requests):
    for request in requests:
        stream.sendall(request)
        assert stream.recv(8192)


HEADER = b"\x80\x0b" + bytes(10) + b"\x00\x00\x00\x07" + bytes(8)
with socket.socket(family, socket.SOCK_STREAM) as meta:
    meta.connect((server, port))
    ask(meta, b"mg key v\r\n", b"ms key 5 T60\r\nhello\r\n", b"mg key v\r\n", b"mn\r\n", b"md key\r\n")
with socket.socket(family, socket.SOCK_STREAM) as stats:
    stats.connect((server, port))
    ask(stats, b"stats\r\n")
with socket.socket(family, socket.SOCK_STREAM) as version:
    version.connect((server, port))
    ask(version, HEADER)
FRAME = b"\x00\x00\x00\x01\x00\x00"
for number, request in enumerate([b"version\r\n", b"set key 0 60 5\r\nhello\r\n", b"get key\r\n", HEADER, b"get quiet\r\n"]):
    with socket.socket(family, socket.SOCK_DGRAM) as datagrams:
        datagrams.settimeout(5)
        datagrams.connect((server, port))
        datagrams.send(bytes([number, 7]) + FRAME + request)
        assert datagrams.recv(8192)
