// Checks an Open Badge with nothing of ours: node's own reading of keys and signatures.
import { createPublicKey, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'

const [token, keys] = process.argv.slice(2).map((name) => readFileSync(name, 'utf8'))
const [head, said, signature] = token.trim().split('.')
const { alg, kid } = JSON.parse(Buffer.from(head, 'base64url'))
const key = JSON.parse(keys).keys.find((one) => kid.endsWith('/' + one.kid))
const good = alg === 'EdDSA' && key !== undefined
  && verify(null, Buffer.from(`${head}.${said}`), createPublicKey({ key, format: 'jwk' }), Buffer.from(signature, 'base64url'))
console.log(good ? JSON.parse(Buffer.from(said, 'base64url')).credentialSubject.achievement.name : 'unsound')
