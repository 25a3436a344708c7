"""Clients and servers of plants and buildings: industry.py FUNCTION ADDRESS PORT"""
import asyncio
import struct
import sys
import threading
import time


def opcua_server(address, port):
    async def run():
        from asyncua import Server

        server = Server()
        await server.init()
        server.set_endpoint(f"opc.tcp://{address}:{port}/flows/")
        space = await server.register_namespace("http://example.test")
        plant = await server.nodes.objects.add_object(space, "Plant")
        await (await plant.add_variable(space, "Pressure", 1.5)).set_writable()
        async with server:
            await asyncio.sleep(1000)

    asyncio.run(run())


def opcua(address, port):
    async def run():
        from asyncua import Client

        async with Client(f"opc.tcp://{address}:{port}/flows/") as client:
            pressure = await client.nodes.root.get_child(["0:Objects", "2:Plant", "2:Pressure"])
            await pressure.write_value(await pressure.read_value() + 1)

    asyncio.run(run())


def s7_server(address, port):
    import snap7
    from snap7.type import SrvArea

    server = snap7.server.Server()
    server.register_area(SrvArea.DB, 1, (snap7.type.WordLen.Byte.ctype * 100)())
    server.start(int(port))
    time.sleep(1000)


def s7(address, port):
    import snap7

    client = snap7.client.Client()
    client.connect(address, 0, 1, int(port))
    client.db_write(1, 0, bytearray(b"flows"))
    print(client.db_read(1, 0, 10), client.get_cpu_info(), client.list_blocks())
    client.disconnect()


def iec104_server(address, port):
    import c104

    server = c104.Server(ip=address, port=int(port))
    station = server.add_station(common_address=47)
    station.add_point(io_address=11, type=c104.Type.M_ME_NC_1, report_ms=1000).value = 12.5
    station.add_point(io_address=12, type=c104.Type.C_SC_NA_1)
    server.start()
    time.sleep(1000)


def iec104(address, port):
    import c104

    client = c104.Client()
    connection = client.add_connection(ip=address, port=int(port), init=c104.Init.ALL)
    station = connection.add_station(common_address=47)
    station.add_point(io_address=11, type=c104.Type.M_ME_NC_1)
    command = station.add_point(io_address=12, type=c104.Type.C_SC_NA_1)
    client.start()
    time.sleep(3)
    command.value = True
    print(command.transmit(cause=c104.Cot.ACTIVATION))
    time.sleep(1)
    client.stop()


def dnp3_server(address, port):
    from dnp3.database import AnalogInputConfig, BinaryInputConfig, Database
    from dnp3.outstation import Outstation, OutstationConfig, OutstationTcpRunner

    database = Database()
    database.add_binary_input(0, BinaryInputConfig())
    database.add_analog_input(0, AnalogInputConfig())
    database.update_binary_input(0, value=True)
    database.update_analog_input(0, value=42)
    outstation = Outstation(database=database, config=OutstationConfig(address=1))
    asyncio.run(OutstationTcpRunner(outstation=outstation, host=address, port=int(port)).run())


def dnp3(address, port):
    async def run():
        from dnp3.master import DefaultSOEHandler, Master, MasterConfig, MasterTcpRunner

        master = Master(handler=DefaultSOEHandler(), config=MasterConfig(address=2, outstation_address=1))
        async with MasterTcpRunner(master=master, host=address, port=int(port)) as runner:
            for _ in range(3):
                await runner.integrity_poll()

    asyncio.run(run())


def bacnet_server(address, port):
    from bacpypes.app import BIPSimpleApplication
    from bacpypes.core import run
    from bacpypes.local.device import LocalDeviceObject
    from bacpypes.object import AnalogValueObject

    device = LocalDeviceObject(objectName="thermostat", objectIdentifier=1001, maxApduLengthAccepted=1024,
                               segmentationSupported="segmentedBoth", vendorIdentifier=15)
    application = BIPSimpleApplication(device, f"{address}/24:{port}")
    application.add_object(AnalogValueObject(objectIdentifier=("analogValue", 1), objectName="temperature", presentValue=20.5))
    run()


def bacnet(address, port):
    """Who-Is, and a property of a device and of its object."""
    from bacpypes.apdu import ReadPropertyRequest
    from bacpypes.app import BIPSimpleApplication
    from bacpypes.core import deferred, run, stop
    from bacpypes.iocb import IOCB
    from bacpypes.local.device import LocalDeviceObject
    from bacpypes.pdu import Address

    device = LocalDeviceObject(objectName="browser", objectIdentifier=1002, maxApduLengthAccepted=1024,
                               segmentationSupported="segmentedBoth", vendorIdentifier=15)
    own = f"192.0.2.10/24:{port}"
    application = BIPSimpleApplication(device, own)

    def ask():
        application.who_is()
        for identifier, name in [(("device", 1001), "objectName"), (("analogValue", 1), "presentValue"), (("analogValue", 2), "presentValue")]:
            request = ReadPropertyRequest(objectIdentifier=identifier, propertyIdentifier=name)
            request.pduDestination = Address(f"{address}:{port}")
            application.request_io(IOCB(request))

    deferred(ask)
    threading.Timer(3, stop).start()
    run()


def ads_server(address, port):
    from pyads.testserver import AdsTestServer, AdvancedHandler
    from pyads.testserver.advanced_handler import PLCVariable

    handler = AdvancedHandler()
    handler.add_variable(PLCVariable("Plant.pressure", struct.pack("<f", 1.5), ads_type=4, symbol_type="REAL"))
    AdsTestServer(handler=handler, ip_address=address, port=int(port), logging=False).run()


def ads(address, port):
    """pyads for Linux routes by itself: it connects to port 48898."""
    import pyads

    pyads.open_port()
    pyads.set_local_address("192.0.2.10.1.1")
    pyads.close_port()
    plc = pyads.Connection("192.0.2.20.1.1", 851, address)
    plc.open()
    print(plc.read_device_info(), plc.read_state(), plc.read_by_name("Plant.pressure", pyads.PLCTYPE_REAL))
    plc.close()


def knx(address, port):
    async def run():
        from xknx import XKNX
        from xknx.devices import Light
        from xknx.io import ConnectionConfig, ConnectionType

        tunnels = [ConnectionConfig(connection_type=ConnectionType.TUNNELING, gateway_ip=address, gateway_port=int(port), local_ip="192.0.2.10")]
        if port == "3671":
            tunnels.append(ConnectionConfig(connection_type=ConnectionType.TUNNELING_TCP, gateway_ip=address, gateway_port=int(port)))
        for tunnel in tunnels:
            async with XKNX(connection_config=tunnel) as house:
                light = Light(house, name="lamp", group_address_switch="1/2/3")
                await light.set_on()
                await light.set_off()
                await asyncio.sleep(1)

    asyncio.run(run())


def pmu(address, port):
    from synchrophasor.pmu import Pmu

    unit = Pmu(ip=address, port=int(port))
    unit.set_configuration()
    unit.set_header("a unit")
    unit.run()
    while True:
        if unit.clients:
            unit.send_data(phasors=[(14635, 0), (-7318, -12676), (-7318, 12675), (1092, 0)], analog=[100, 1000, 10000], digital=[0x3C12])
        time.sleep(0.1)


def pdc(address, port):
    from synchrophasor.pdc import Pdc

    concentrator = Pdc(pdc_id=7, pmu_ip=address, pmu_port=int(port))
    concentrator.run()
    concentrator.get_header()
    concentrator.get_config()
    concentrator.start()
    for _ in range(5):
        concentrator.get()
    concentrator.stop()
    concentrator.quit()


def hl7_server(address, port):
    async def run():
        from hl7.mllp import start_hl7_server

        async def serve(reader, writer):
            while message := await reader.readmessage():
                writer.writemessage(message.create_ack())
                await writer.drain()

        async with await start_hl7_server(serve, host=address, port=int(port)) as server:
            await server.serve_forever()

    asyncio.run(run())


def hl7(address, port):
    from hl7.client import MLLPClient

    message = ("MSH|^~\\&|LAB|HOSPITAL|RECORDS|HOSPITAL|20261130120000||ORU^R01|1|P|2.5\r"
               "PID|1||12345^^^HOSPITAL||Doe^Jane\rOBR|1|||1554-5^GLUCOSE\rOBX|1|SN|1554-5^GLUCOSE||^182|mg/dl\r")
    with MLLPClient(address, int(port)) as client:
        for _ in range(2):
            print(client.send_message(message))


def dicom_server(address, port):
    from pynetdicom import AE
    from pynetdicom.sop_class import Verification

    entity = AE(ae_title="ARCHIVE")
    entity.add_supported_context(Verification)
    entity.start_server((address, int(port)), block=True)


def dicom(address, port):
    from pynetdicom import AE
    from pynetdicom.sop_class import CTImageStorage, Verification

    entity = AE(ae_title="SCANNER")
    entity.add_requested_context(Verification)
    entity.add_requested_context(CTImageStorage)
    association = entity.associate(address, int(port))
    print(association.send_c_echo())
    association.release()


globals()[sys.argv[1]](*sys.argv[2:])
