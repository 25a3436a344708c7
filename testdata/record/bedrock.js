// A server or a client of Minecraft's Bedrock edition: bedrock.js serve|talk ADDRESS PORT
const bedrock = require('bedrock-protocol');
const [role, host, port] = process.argv.slice(2);
const options = { host, port: Number(port), offline: true, raknetBackend: 'jsp-raknet' };

if (role === 'serve') {
  bedrock.createServer(options);
} else {
  bedrock.ping({ host, port: Number(port) }).then(console.log, console.log).then(() => {
    const client = bedrock.createClient({ ...options, username: 'someone', skipPing: true });
    client.on('error', console.log);
    setTimeout(() => { client.close(); process.exit(0); }, 5000);
  });
}
