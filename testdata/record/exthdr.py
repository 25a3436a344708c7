"""Sends UDP over IPv6 to the echo port of the address given, with extension headers that the kernel builds.

The options are sticky options of RFC 3542, set on an ordinary socket.
"""
import socket
import sys

IPV6_HOPOPTS, IPV6_RTHDR, IPV6_DSTOPTS = 54, 57, 59

PAD = bytes([0, 0, 1, 4, 0, 0, 0, 0])  # one unit of eight octets: PadN of six
ROUTER_ALERT = bytes([0, 0, 5, 2, 0, 0, 1, 0])  # router alert (RFC 2711), PadN of two
LONG_PAD = bytes([0, 2, 1, 20]) + bytes(20)  # three units


def segments(address):
    """A segment routing header (RFC 8754) of two segments, the second is put in by the kernel."""
    last = socket.inet_pton(socket.AF_INET6, address)
    return bytes([0, 4, 4, 1, 1, 0, 0, 0]) + bytes(16) + last


def say(address, size, options):
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as s:
        for name, value in options:
            s.setsockopt(socket.IPPROTO_IPV6, name, value)
        s.settimeout(0.5)
        for _ in range(2):
            s.sendto(b"x" * size, (address, 7))
            try:
                s.recv(9000)
            except TimeoutError:
                pass


to = sys.argv[1]
say(to, 50, [(IPV6_HOPOPTS, ROUTER_ALERT)])
say(to, 50, [(IPV6_DSTOPTS, PAD)])
say(to, 50, [(IPV6_HOPOPTS, PAD), (IPV6_DSTOPTS, LONG_PAD)])
say(to, 3000, [(IPV6_HOPOPTS, ROUTER_ALERT), (IPV6_DSTOPTS, LONG_PAD)])
try:
    say(to, 50, [(IPV6_RTHDR, segments(to))])
except OSError as e:
    print("no routing header by socket:", e, file=sys.stderr)
