"""Services of a network: services.py FUNCTION ADDRESS PORT"""
import sys


def ipmi(address, port):
    from pyghmi.ipmi.bmc import Bmc

    class Machine(Bmc):
        def get_power_state(self):
            return "on"

        def get_boot_device(self):
            return "disk"

    Machine({"admin": "opensesame"}, port=int(port), address="::").listen()


def zabbix(address, port):
    from zabbix_utils import Getter

    for key in ["agent.version", "agent.ping", "nothing"]:
        print(Getter(host=address, port=int(port)).get(key))


globals()[sys.argv[1]](*sys.argv[2:])
