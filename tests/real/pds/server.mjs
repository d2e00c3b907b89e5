// Bluesky's own server (PDS) and the directory of identities that it needs, both on loopback.
//
// Usage: node server.mjs FOLDER. Its first line on stdout is {"url": …}; it ends with its stdin.
// It knows no other host: nothing that it would tell the network leaves this machine.

import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import net from 'node:net'
import path from 'node:path'
import { randomBytes } from 'node:crypto'

const require = createRequire(import.meta.url)

// why: both servers listen on every address and take no other.
const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (port, ...more) {
  return listen.call(this, { port, host: '127.0.0.1' }, ...more)
}

async function freePort() {
  const server = net.createServer()
  server.listen(0)
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}

const folder = path.resolve(process.argv[2])
mkdirSync(folder, { recursive: true })

const plc = require('@did-plc/server')
const directory = plc.PlcServer.create({ db: plc.Database.mock(), port: await freePort() })
const plcPort = (await directory.start()).address().port

const { PDS, envToCfg, envToSecrets } = await import('@atproto/pds')
const port = await freePort()
const env = {
  version: '0',
  hostname: 'localhost',
  port,
  devMode: true,
  dataDirectory: folder,
  blobstoreDiskLocation: path.join(folder, 'blobs'),
  blobstoreDiskTmpLocation: path.join(folder, 'blobs-tmp'),
  didPlcUrl: `http://127.0.0.1:${plcPort}`,
  bskyAppViewUrl: 'http://127.0.0.1:9',
  bskyAppViewDid: 'did:web:localhost',
  serviceHandleDomains: ['.test'],
  inviteRequired: false,
  disableSsrfProtection: true,
  crawlers: [],
  jwtSecret: randomBytes(16).toString('hex'),
  adminPassword: randomBytes(16).toString('hex'),
  plcRotationKeyK256PrivateKeyHex: randomBytes(32).toString('hex'),
}
const pds = await PDS.create(envToCfg(env), envToSecrets(env))
await pds.start()
console.log(JSON.stringify({ url: `http://127.0.0.1:${port}` }))

process.stdin.resume()
await once(process.stdin, 'end')
await pds.destroy()
await directory.destroy()
process.exit(0)
