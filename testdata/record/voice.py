"""Clients and servers of calls: voice.py FUNCTION ARGUMENT..."""
import asyncio
import os
import socket
import sys
import time


def mgcp(address, port):
    """A call agent: it makes two connections of an endpoint, changes them and takes them away."""
    link = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    link.connect((address, int(port)))
    link.settimeout(2)
    transaction = 1000

    def ask(verb, *lines):
        nonlocal transaction
        transaction += 1
        link.send("\r\n".join([f"{verb} {transaction} rtpbridge/1@mgw MGCP 1.0", *lines, ""]).encode())
        return link.recv(2000).decode()

    session = "v=0\r\no=- 1 1 IN IP4 192.0.2.10\r\ns=-\r\nc=IN IP4 192.0.2.10\r\nt=0 0\r\nm=audio 20000 RTP/AVP 0\r\na=ptime:20"
    answer = ask("CRCX", "C: 1", "L: p:20, a:PCMU, nt:IN", "M: sendrecv", "", *session.split("\r\n"))
    print(answer)
    connection = answer.split("I: ")[1].split()[0]
    media = int(answer.split("m=audio ")[1].split()[0])
    answer = ask("CRCX", "C: 1", "L: p:20, a:PCMU, nt:IN", "M: sendrecv", "", *session.replace("20000", "20002").split("\r\n"))
    print(answer)
    print(ask("MDCX", "C: 1", f"I: {connection}", "L: p:20, a:PCMU, nt:IN", "M: recvonly"))
    print(ask("AUEP"))
    print(ask("DLCX", "C: 1"))


def webrtc(folder, role):
    """One side of a call; the descriptions are handed over as files."""
    async def run():
        from aiortc import RTCPeerConnection, RTCSessionDescription
        from aiortc.mediastreams import AudioStreamTrack

        async def hand(name, text=None):
            path = os.path.join(folder, name)
            if text is not None:
                with open(path + ".new", "w") as file:
                    file.write(text)
                os.rename(path + ".new", path)
                return text
            while not os.path.exists(path):
                await asyncio.sleep(0.1)
            return open(path).read()

        peer = RTCPeerConnection()
        peer.addTrack(AudioStreamTrack())
        if role == "offer":
            channel = peer.createDataChannel("chat")
            channel.on("open", lambda: channel.send("hello"))
            await peer.setLocalDescription(await peer.createOffer())
            await hand("offer", peer.localDescription.sdp)
            await peer.setRemoteDescription(RTCSessionDescription(await hand("answer"), "answer"))
        else:
            await peer.setRemoteDescription(RTCSessionDescription(await hand("offer"), "offer"))
            await peer.setLocalDescription(await peer.createAnswer())
            await hand("answer", peer.localDescription.sdp)
        await asyncio.sleep(4)
        await peer.close()

    asyncio.run(run())


def mumble(address, port):
    import ssl

    if not hasattr(ssl, "wrap_socket"):
        raise SystemExit("this Python lacks ssl.wrap_socket")
    import pymumble_py3

    client = pymumble_py3.Mumble(address, "someone", port=int(port))
    client.start()
    client.is_ready()
    client.channels[0].send_text_message("hello")
    time.sleep(1)
    client.stop()


globals()[sys.argv[1]](*sys.argv[2:])
