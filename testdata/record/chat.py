"""Clients of mail, news and chat: chat.py FUNCTION ADDRESS PORT"""
import io
import sys


def nntp(address, port):
    import nntplib

    server = nntplib.NNTP(address, int(port), readermode=True)
    print(server.getwelcome(), server.getcapabilities())
    print(server.list())
    try:
        print(server.group("flows.test"))
    except nntplib.NNTPError as error:
        print(error)
    article = b"From: someone@example.test\r\nNewsgroups: flows.test\r\nSubject: flows\r\nMessage-ID: <1@example.test>\r\n\r\nHello.\r\n"
    try:
        print(server.post(io.BytesIO(article)))
    except nntplib.NNTPError as error:
        print(error)
    server.quit()


def xmpp(address, port):
    import slixmpp

    class Client(slixmpp.ClientXMPP):
        async def start(self, event):
            self.send_presence()
            await self.get_roster()
            self.send_message(mto="someone@xmpp.example.test", mbody="hello", mtype="chat")
            await self.disconnect(wait=1)

    client = Client("someone@xmpp.example.test", "opensesame")
    client.enable_direct_tls = False
    client.enable_starttls = False
    client.enable_plaintext = True
    client["feature_mechanisms"].unencrypted_plain = True
    client["feature_mechanisms"].unencrypted_scram = True
    client.add_event_handler("session_start", client.start)
    client.connect((address, int(port)))
    client.process(timeout=8)


globals()[sys.argv[1]](*sys.argv[2:])
