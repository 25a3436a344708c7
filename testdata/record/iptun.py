"""IPv4 (protocol 4) and IPv6 (protocol 41) in IPv4: a tun device joined to raw sockets.

Usage: iptun.py DEVICE LOCAL REMOTE
"""
import fcntl
import os
import select
import socket
import struct
import sys

TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 1, 0x1000

device, local, remote = sys.argv[1:]
tun = os.open("/dev/net/tun", os.O_RDWR)
fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH22x", device.encode(), IFF_TUN | IFF_NO_PI))
outer = {}
for version, protocol in (4, socket.IPPROTO_IPIP), (6, socket.IPPROTO_IPV6):
    outer[version] = socket.socket(socket.AF_INET, socket.SOCK_RAW, protocol)
    outer[version].bind((local, 0))
while True:
    ready, _, _ = select.select([tun, *outer.values()], [], [])
    for source in ready:
        if source == tun:
            packet = os.read(tun, 65535)
            outer[packet[0] >> 4].sendto(packet, (remote, 0))
        else:
            packet, sender = source.recvfrom(65535)
            if sender[0] == remote:
                os.write(tun, packet[(packet[0] & 15) * 4 :])
