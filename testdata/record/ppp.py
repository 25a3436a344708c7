#!/usr/bin/python3
"""A small PPP (RFC 1661, 1332, 5072) in user space, for machines without the kernel's PPP.

Usage: ppp.py [OPTION...] [LOCAL:REMOTE] [pty COMMAND]

Takes pppd's place under pppoe-server, pppoe and xl2tpd: speaks PPP in HDLC-like framing (RFC 1662) on a
pseudo terminal or, without one, on standard input; the packets come from and go to the tun device ppp0.
Options of pppd other than the addresses and pty are passed over. Without LOCAL it asks the peer for an address.
"""
import fcntl
import os
import pty
import re
import select
import signal
import socket
import struct
import subprocess
import sys
import time
import tty

TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 1, 0x1000
IP, IPV6, IPCP, IPV6CP, LCP = 0x0021, 0x0057, 0x8021, 0x8057, 0xC021
REQUEST, ACK, NAK, REJECT, TERMINATE, TERMINATED = 1, 2, 3, 4, 5, 6
ECHO, ECHOED = 9, 10


def fcs(data):
    value = 0xFFFF
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (0x8408 if value & 1 else 0)
    return value ^ 0xFFFF


def frame(protocol, body):
    data = b"\xff\x03" + struct.pack("!H", protocol) + body
    data += struct.pack("<H", fcs(data))
    return b"~" + re.sub(rb"[\x00-\x1f}~]", lambda m: bytes([0x7D, m[0][0] ^ 0x20]), data) + b"~"


def unframe(data):
    """The protocol and the body of a frame without its flags, or None."""
    data = re.sub(rb"}(.)", lambda m: bytes([m[1][0] ^ 0x20]), data, flags=re.DOTALL)
    if len(data) < 6 or fcs(data[:-2]) != struct.unpack("<H", data[-2:])[0]:
        return None
    return struct.unpack("!H", data[2:4])[0], data[4:-2]


def option(kind, value):
    return bytes([kind, 2 + len(value)]) + value


def options(data):
    while len(data) >= 2 and data[1] >= 2:
        yield data[0], data[2 : data[1]]
        data = data[data[1] :]


class Link:
    def __init__(self, line_in, line_out, local, remote):
        self.line_in, self.line_out = line_in, line_out
        self.local = socket.inet_aton(local or "0.0.0.0")
        self.remote = socket.inet_aton(remote or "0.0.0.0")
        self.acked, self.peer_acked = set(), set()
        self.rejected = set()
        self.number = 0
        self.tun = None
        self.identifier = os.urandom(8)
        self.asked = 0.0

    def send(self, protocol, body):
        os.write(self.line_out, frame(protocol, body))

    def control(self, protocol, code, number, data=b""):
        self.send(protocol, struct.pack("!BBH", code, number, 4 + len(data)) + data)

    def wanted(self, protocol):
        if protocol == LCP:
            return option(1, struct.pack("!H", 1492)) + option(5, self.identifier[:4])
        if protocol == IPCP:
            return option(3, self.local)
        return option(1, self.identifier)

    def up(self, protocol):
        return protocol in self.acked and protocol in self.peer_acked

    def ask(self):
        """Asks for what is not agreed yet, once a second."""
        if time.monotonic() - self.asked < 1:
            return
        self.asked = time.monotonic()
        for protocol in (IPCP, IPV6CP) if self.up(LCP) else (LCP,):
            if protocol not in self.acked | self.rejected:
                self.number += 1
                self.control(protocol, REQUEST, self.number, self.wanted(protocol))

    def open_tun(self):
        self.tun = os.open("/dev/net/tun", os.O_RDWR)
        fcntl.ioctl(self.tun, TUNSETIFF, struct.pack("16sH22x", b"ppp0", IFF_TUN | IFF_NO_PI))
        local, remote = socket.inet_ntoa(self.local), socket.inet_ntoa(self.remote)
        own = socket.inet_ntop(socket.AF_INET6, b"\xfe\x80" + bytes(6) + self.identifier)
        for words in (
            "link set ppp0 addrgenmode none mtu 1400 up",
            f"addr add {local} peer {remote} dev ppp0",
            f"-6 addr add {own}/64 dev ppp0 nodad",
        ):
            subprocess.run(["ip", *words.split()], check=True)

    def negotiate(self, protocol, body):
        code, number, size = struct.unpack("!BBH", body[:4])
        data = body[4:size]
        if code == REQUEST:
            refused = b""
            for kind, value in options(data):
                known = kind in {LCP: (1, 2, 5, 7, 8), IPCP: (3,), IPV6CP: (1,)}[protocol]
                if not known:
                    refused += option(kind, value)
            if refused:
                self.control(protocol, REJECT, number, refused)
                return
            if protocol == IPCP:
                address = dict(options(data)).get(3, self.remote)
                if address == bytes(4):
                    self.control(protocol, NAK, number, option(3, self.remote))
                    return
                self.remote = address
            self.control(protocol, ACK, number, data)
            self.peer_acked.add(protocol)
            if protocol == LCP:
                self.asked = 0.0
        elif code == ACK:
            self.acked.add(protocol)
            self.asked = 0.0
        elif code == NAK and protocol == IPCP:
            self.local = dict(options(data))[3]
            self.asked = 0.0
        elif code == REJECT:
            self.rejected.add(protocol)
        elif code == TERMINATE:
            self.control(protocol, TERMINATED, number)
            if protocol == LCP:
                raise EOFError
        elif code == TERMINATED and protocol == LCP:
            raise EOFError
        elif code == ECHO and protocol == LCP:
            self.control(LCP, ECHOED, number, self.identifier[:4] + data[4:])
        if self.tun is None and self.up(IPCP):
            self.open_tun()

    def received(self, data):
        got = unframe(data)
        if got is None:
            return
        protocol, body = got
        if protocol in (LCP, IPCP, IPV6CP) and len(body) >= 4:
            self.negotiate(protocol, body)
        elif protocol in (IP, IPV6) and self.tun is not None:
            os.write(self.tun, body)

    def run(self):
        line = b""
        while True:
            self.ask()
            sources = [self.line_in] + ([] if self.tun is None else [self.tun])
            for source in select.select(sources, [], [], 0.2)[0]:
                if source == self.line_in:
                    data = os.read(source, 65536)
                    if not data:
                        return
                    *frames, line = (line + data).split(b"~")
                    for each in frames:
                        self.received(each)
                else:
                    packet = os.read(source, 65535)
                    if packet[0] >> 4 == 4:
                        self.send(IP, packet)
                    elif self.up(IPV6CP):
                        self.send(IPV6, packet)

    def hang_up(self, *_):
        self.number += 1
        self.control(LCP, TERMINATE, self.number, b"done")


def main(words):
    local = remote = command = None
    for i, word in enumerate(words):
        if match := re.fullmatch(r"([\d.]*):([\d.]*)", word):
            local, remote = match.groups()
        if word == "pty":
            command = words[i + 1]
    if command:
        master, slave = pty.openpty()
        tty.setraw(slave)
        tty.setraw(master)
        subprocess.Popen(command, shell=True, stdin=slave, stdout=slave)
        os.close(slave)
        link = Link(master, master, local, remote)
    else:
        if os.isatty(0):
            tty.setraw(0)
        link = Link(0, 0 if os.isatty(0) else 1, local, remote)
    signal.signal(signal.SIGTERM, link.hang_up)
    try:
        link.run()
    except (EOFError, OSError):
        pass
    time.sleep(0.2)


main(sys.argv[1:])
