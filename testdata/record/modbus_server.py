"""A Modbus server over TCP with a hundred registers: modbus_server.py ADDRESS PORT"""
import sys

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server import StartTcpServer

block = ModbusSequentialDataBlock(0, [17] * 100)
slave = ModbusSlaveContext(di=block, co=block, hr=block, ir=block)
StartTcpServer(context=ModbusServerContext(slaves=slave, single=True), address=(sys.argv[1], int(sys.argv[2])))
