"""Finds the services of a type by multicast DNS, with the package zeroconf, and what they are.

Usage: mdns.py TYPE
"""
import sys
import time

from zeroconf import ServiceBrowser, ServiceListener, Zeroconf


class Listener(ServiceListener):
    def add_service(self, zc, type_, name):
        print(name, zc.get_service_info(type_, name, 2000))

    def update_service(self, zc, type_, name):
        pass

    def remove_service(self, zc, type_, name):
        pass


z = Zeroconf(interfaces=["192.0.2.10"])
ServiceBrowser(z, sys.argv[1], Listener())
time.sleep(2)
z.close()
