// A centre of short messages and a client of it: smpp.js serve|talk ADDRESS PORT
const smpp = require('smpp');
const [role, host, port] = process.argv.slice(2);

if (role === 'serve') {
  smpp.createServer((session) => {
    session.on('bind_transceiver', (pdu) => session.send(pdu.response()));
    session.on('submit_sm', (pdu) => session.send(pdu.response({ message_id: '1' })));
    session.on('enquire_link', (pdu) => session.send(pdu.response()));
    session.on('unbind', (pdu) => { session.send(pdu.response()); session.close(); });
    session.on('error', () => {});
  }).listen(Number(port), host);
} else {
  const session = smpp.connect({ url: `smpp://${host}:${port}` }, () => {
    session.bind_transceiver({ system_id: 'someone', password: 'open' }, () => {
      session.submit_sm({ destination_addr: '15550100', short_message: 'hello' }, () => {
        session.enquire_link(() => session.unbind(() => process.exit(0)));
      });
    });
  });
  setTimeout(() => process.exit(1), 10000);
}
