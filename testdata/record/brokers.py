"""Clients and servers of message brokers: brokers.py FUNCTION ADDRESS PORT"""
import asyncio
import sys
import threading
import time


def amqp(address, port):
    import pika

    connection = pika.BlockingConnection(pika.ConnectionParameters(address, int(port)))
    channel = connection.channel()
    channel.queue_declare("things")
    for i in range(3):
        channel.basic_publish("", "things", b"thing %d" % i)
        print(channel.basic_get("things", auto_ack=True))
    connection.close()


def amqp1(address, port):
    from proton import Message
    from proton.utils import BlockingConnection

    connection = BlockingConnection(f"amqp://guest:guest@{address}:{port}", timeout=5)
    connection.create_sender("/queue/things").send(Message(body="a thing"))
    print(connection.create_receiver("/queue/things").receive(timeout=2))
    connection.close()


def kafka(address, port):
    from kafka import KafkaConsumer, KafkaProducer

    producer = KafkaProducer(bootstrap_servers=f"{address}:{port}")
    producer.send("news", b"a message").get(timeout=10)
    producer.close()
    consumer = KafkaConsumer("news", bootstrap_servers=f"{address}:{port}", auto_offset_reset="earliest", group_id="readers", consumer_timeout_ms=3000)
    print(list(consumer))
    consumer.close()


def nats(address, port):
    async def run():
        import nats

        client = await nats.connect(f"nats://{address}:{port}")
        subscription = await client.subscribe("news.*")
        await client.publish("news.flows", b"hello")
        print(await subscription.next_msg(timeout=2))
        await client.drain()

    asyncio.run(run())


def zeromq_server(address, port):
    import zmq
    from zmq.auth.thread import ThreadAuthenticator

    context = zmq.Context()
    replies, news, secret = context.socket(zmq.REP), context.socket(zmq.PUB), context.socket(zmq.REP)
    checker = ThreadAuthenticator(context)
    checker.start()
    checker.configure_plain(domain="*", passwords={"someone": "opensesame"})
    secret.plain_server = True
    for offset, socket in enumerate([replies, news, secret]):
        socket.bind(f"tcp://{address}:{int(port) + offset}")

    def answer(socket):
        while True:
            socket.recv()
            socket.send(b"an answer")

    for socket in [replies, secret]:
        threading.Thread(target=answer, args=[socket], daemon=True).start()
    while True:
        news.send(b"news of the day")
        time.sleep(0.3)


def zeromq(address, port):
    import zmq

    context = zmq.Context()
    for offset, kind in enumerate([zmq.REQ, zmq.SUB, zmq.REQ]):
        socket = context.socket(kind)
        if offset == 2:
            socket.plain_username, socket.plain_password = b"someone", b"opensesame"
        socket.connect(f"tcp://{address}:{int(port) + offset}")
        if kind == zmq.REQ:
            socket.send(b"a question")
        else:
            socket.subscribe(b"news")
        print(socket.recv())
        socket.close()


def stomp(address, port):
    import stomp as library

    for make in [library.Connection10, library.Connection11, library.Connection12]:
        connection = make([(address, int(port))])
        connection.connect("someone", "opensesame", wait=True)
        if make is library.Connection10:
            connection.subscribe("/queue/things")
        else:
            connection.subscribe("/queue/things", id=1)
        connection.send("/queue/things", "a thing")
        time.sleep(0.3)
        connection.disconnect()


globals()[sys.argv[1]](*sys.argv[2:])
