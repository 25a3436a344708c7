"""Runs a command by SSH with paramiko.

Usage: paramiko_login.py ADDRESS PORT KEY
"""
import sys

import paramiko

address, port, key = sys.argv[1:]
client = paramiko.SSHClient()
client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
client.connect(address, int(port), "root", pkey=paramiko.Ed25519Key.from_private_key_file(key), allow_agent=False, look_for_keys=False)
client.exec_command("seq 1 200")[1].read()
client.close()
