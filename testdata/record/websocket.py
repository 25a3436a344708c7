"""A WebSocket server and client, of the package websockets.

Usage: websocket.py serve PORT | websocket.py ask URL
"""
import asyncio
import sys

import websockets


async def echo(socket):
    async for message in socket:
        await socket.send(message)


async def serve(port):
    async with websockets.serve(echo, "0.0.0.0", int(port)):
        await asyncio.Future()


async def ask(url):
    async with websockets.connect(url, subprotocols=["chat"], origin="http://www.example.test") as socket:
        for message in "hello", "x" * 300, b"\0\1\2":
            await socket.send(message)
            await socket.recv()
        await (await socket.ping())


asyncio.run({"serve": serve, "ask": ask}[sys.argv[1]](sys.argv[2]))
