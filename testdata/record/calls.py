"""Programs that call functions of others: calls.py FUNCTION ADDRESS PORT"""
import os
import sys
import tempfile
import time

# Thrift's transports and protocols by port.
FRAMED = {9091, 9093}
COMPACT = {9092, 9093}


def thrift_parts(port):
    import thriftpy2
    from thriftpy2.protocol import TBinaryProtocolFactory, TCompactProtocolFactory
    from thriftpy2.transport import TBufferedTransportFactory, TFramedTransportFactory

    with tempfile.NamedTemporaryFile("w", suffix=".thrift", prefix="small_", delete=False) as file:
        file.write("service Small {\n string ping(1: string text, 2: i32 number),\n}\n")
    module = thriftpy2.load(file.name, module_name="small_thrift")
    os.unlink(file.name)
    transport = TFramedTransportFactory() if port in FRAMED else TBufferedTransportFactory()
    protocol = TCompactProtocolFactory() if port in COMPACT else TBinaryProtocolFactory()
    return module.Small, {"proto_factory": protocol, "trans_factory": transport}


def thrift_server(address, port):
    from thriftpy2.rpc import make_server

    class Small:
        def ping(self, text, number):
            return text * number

    service, parts = thrift_parts(int(port))
    make_server(service, Small(), address, int(port), **parts).serve()


def thrift(address, port):
    from thriftpy2.rpc import make_client

    service, parts = thrift_parts(int(port))
    client = make_client(service, address, int(port), **parts)
    print(client.ping("flows ", 3), client.ping("", 0))
    client.close()


def grpc_server(address, port):
    from concurrent.futures import ThreadPoolExecutor

    import grpc

    class Handler(grpc.GenericRpcHandler):
        def service(self, details):
            if details.method == "/small.Things/Echo":
                return grpc.unary_unary_rpc_method_handler(lambda request, context: request)
            return grpc.unary_stream_rpc_method_handler(lambda request, context: iter([request] * 3))

    server = grpc.server(ThreadPoolExecutor(2), handlers=[Handler()])
    server.add_insecure_port(f"{address}:{port}")
    server.start()
    server.wait_for_termination()


def grpc(address, port):
    import grpc as library

    with library.insecure_channel(f"{address}:{port}") as channel:
        print(channel.unary_unary("/small.Things/Echo")(b"\x0a\x05flows"))
        print(list(channel.unary_stream("/small.Things/List")(b"\x0a\x05flows")))


def soap_server(address, port):
    from wsgiref.simple_server import make_server

    from spyne import Application, ServiceBase, Unicode, rpc
    from spyne.protocol.soap import Soap11
    from spyne.server.wsgi import WsgiApplication

    class Small(ServiceBase):
        @rpc(Unicode, _returns=Unicode)
        def echo(ctx, text):
            return text

    application = Application([Small], "http://example.test/small", in_protocol=Soap11(validator="lxml"), out_protocol=Soap11())
    make_server(address, int(port), WsgiApplication(application)).serve_forever()


def soap(address, port):
    import zeep

    client = zeep.Client(f"http://{address}:{port}/?wsdl")
    print(client.service.echo("flows"))


def xmlrpc_server(address, port):
    from xmlrpc.server import SimpleXMLRPCServer

    server = SimpleXMLRPCServer((address, int(port)))
    server.register_function(pow)
    server.serve_forever()


def xmlrpc(address, port):
    from xmlrpc.client import ServerProxy

    print(ServerProxy(f"http://{address}:{port}/").pow(2, 10))


def jsonrpc_server(address, port):
    from jsonrpclib.SimpleJSONRPCServer import SimpleJSONRPCServer

    server = SimpleJSONRPCServer((address, int(port)))
    server.register_function(pow)
    server.serve_forever()


def jsonrpc(address, port):
    import jsonrpclib

    print(jsonrpclib.ServerProxy(f"http://{address}:{port}/").pow(2, 10))


def rtps_peer():
    from dataclasses import dataclass

    from cyclonedds.domain import DomainParticipant
    from cyclonedds.idl import IdlStruct
    from cyclonedds.topic import Topic

    @dataclass
    class Reading(IdlStruct, typename="Reading"):
        celsius: int

    participant = DomainParticipant(0)
    return participant, Topic(participant, "kitchen", Reading), Reading


def rtps_server(address, _):
    from cyclonedds.pub import DataWriter

    participant, topic, reading = rtps_peer()
    writer = DataWriter(participant, topic)
    for number in range(1000):
        writer.write(reading(celsius=number))
        time.sleep(0.5)


def rtps(address, _):
    from cyclonedds.sub import DataReader

    participant, topic, _ = rtps_peer()
    reader = DataReader(participant, topic)
    for _ in range(6):
        print(reader.take(N=10))
        time.sleep(0.5)


globals()[sys.argv[1]](*sys.argv[2:])
