// A server and a client of RakNet: raknet.js serve|talk ADDRESS PORT
const { Client, Server } = require('jsp-raknet');
const { default: ServerName } = require('jsp-raknet/js/utils/ServerName');
const [role, host, port] = process.argv.slice(2);

if (role === 'serve') {
  new Server(host, Number(port), new ServerName()).listen();
} else {
  const client = new Client(host, Number(port));
  client.on('error', console.log);
  client.ping(console.log);
  client.connect();
  setTimeout(() => { client.close('bye'); process.exit(0); }, 4000);
}
