"""Clients and servers of databases: databases.py FUNCTION ADDRESS PORT"""
import sys
import time


def mongo_server(address, port):
    """Answers what the client below asks for: mockupdb has no database."""
    from mockupdb import MockupDB

    server = MockupDB(port=int(port))
    server._address = (address, int(port))  # its own is localhost
    server.run()
    while True:
        request = server.receives(timeout=1000)
        if request.command_name.lower() == "ismaster":
            request.ok(ismaster=True, maxWireVersion=6, minWireVersion=0)
        elif request.command_name == "find":
            request.ok(cursor={"id": 0, "ns": "shop.things", "firstBatch": [{"_id": 1, "name": "one"}]})
        else:
            request.ok(n=1)


def mongo_client(address, port):
    import pymongo

    client = pymongo.MongoClient(address, int(port))
    things = client.shop.things
    things.insert_one({"name": "one", "price": 1.5})
    print(list(things.find({"name": "one"})))
    client.close()


def cassandra_client(address, port):
    from cassandra.cluster import Cluster

    cluster = Cluster([address], port=int(port), protocol_version=4)
    session = cluster.connect()
    print(list(session.execute("SELECT * FROM system.local")))
    cluster.shutdown()


globals()[sys.argv[1]](*sys.argv[2:])
