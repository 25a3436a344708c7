// A node of Ethereum's peer-to-peer network: ethereum.js OWN-ADDRESS [ADDRESS-OF-ANOTHER]
const { DPT, RLPx, ETH } = require('@ethereumjs/devp2p');
const { Common, Chain, Hardfork } = require('@ethereumjs/common');
const { createHash } = require('crypto');

const [own, other] = process.argv.slice(2);
const key = (name) => createHash('sha256').update(name).digest();
const port = 30303;
const endpoint = { address: own, udpPort: port, tcpPort: port };
const dpt = new DPT(key(own), { endpoint, refreshInterval: 2000 });
const common = new Common({ chain: Chain.Mainnet, hardfork: Hardfork.London });
const rlpx = new RLPx(key(own), { dpt, maxPeers: 2, capabilities: [ETH.eth66], common, listenPort: port });
for (const each of [dpt, rlpx]) each.events.on('error', () => {});
rlpx.events.on('peer:error', () => {});
rlpx.events.on('peer:added', (peer) => console.log('peer', peer._hello));
dpt.bind(port, own);
rlpx.listen(port, own);
if (other) {
  dpt.bootstrap({ address: other, udpPort: port, tcpPort: port }).catch((error) => console.log(error));
  setTimeout(() => process.exit(0), 6000);
}
process.on('uncaughtException', (error) => console.log(error));
