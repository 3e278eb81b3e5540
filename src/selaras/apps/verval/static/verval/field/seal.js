// Keys and envelopes. WebCrypto only; parameters are those of the server (services/envelopes.py).
const text = new TextEncoder();
const AES = "AES-GCM";
export const ROUNDS = 600_000;
const MAGIC = text.encode("SLR1");

export const bytes = (words) => text.encode(words);
export const words = (buffer) => new TextDecoder().decode(buffer);
export const random = (count) => crypto.getRandomValues(new Uint8Array(count));
export const hex = (buffer) => [...new Uint8Array(buffer)].map((each) => each.toString(16).padStart(2, "0")).join("");
export const unhex = (line) => Uint8Array.from(line.match(/../g) ?? [], (pair) => parseInt(pair, 16));
export const digest = async (buffer) => hex(await crypto.subtle.digest("SHA-256", buffer));

export function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) { whole.set(part, at); at += part.length; }
  return whole;
}

// The key of this browser: made here, never to be read out by a script.
export const deviceKey = () => crypto.subtle.generateKey({ name: AES, length: 256 }, false, ["encrypt", "decrypt"]);
export const workKey = (raw) => crypto.subtle.importKey("raw", raw, AES, false, ["encrypt", "decrypt"]);

export async function pinKey(pin, salt, rounds) {
  const base = await crypto.subtle.importKey("raw", bytes(pin.normalize("NFKC")), "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey({ name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, base, { name: AES, length: 256 }, false, ["encrypt", "decrypt"]);
}

// `about` binds what is sealed to its place: a value moved elsewhere does not open.
export async function seal(key, plain, about) {
  const iv = random(12);
  const closed = await crypto.subtle.encrypt({ name: AES, iv, additionalData: bytes(about) }, key, plain);
  return joined(iv, new Uint8Array(closed));
}

export async function unseal(key, sealed, about) {
  const whole = new Uint8Array(sealed);
  return new Uint8Array(await crypto.subtle.decrypt({ name: AES, iv: whole.slice(0, 12), additionalData: bytes(about) }, key, whole.slice(12)));
}

// An envelope only the server can open: ECDH on P-256 with a key of one use, HKDF-SHA256, AES-256-GCM.
// SLR1 | number of the server's key (2) | our point (65) | nonce (12) | ciphertext with tag
export async function envelope(server, plain, about) {
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const point = unhex(server.point);
  const theirs = await crypto.subtle.importKey("raw", point, curve, false, []);
  const once = await crypto.subtle.generateKey(curve, true, ["deriveBits"]);
  const ours = new Uint8Array(await crypto.subtle.exportKey("raw", once.publicKey));
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, once.privateKey, 256);
  const base = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const key = await crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: joined(ours, point), info: bytes(`selaras verval ${about}`) }, base, { name: AES, length: 256 }, false, ["encrypt"],
  );
  const head = joined(MAGIC, Uint8Array.of(server.number >> 8, server.number & 255), ours);
  const iv = random(12);
  const closed = await crypto.subtle.encrypt({ name: AES, iv, additionalData: head }, key, plain);
  return joined(head, iv, new Uint8Array(closed));
}

// Whether the house signed exactly this: key of the client, digest of what was sent, time of the server.
export async function signed(keys, receipt) {
  const [number, signature] = String(receipt.signature ?? "").split(":");
  const known = keys[number];
  if (!known || !/^[0-9a-f]{128}$/.test(signature ?? "")) return false;
  const said = bytes(`verval|${receipt.instance}|${receipt.digest}|${receipt.at}`);
  const key = await crypto.subtle.importKey("raw", unhex(known), "Ed25519", false, ["verify"]);
  return crypto.subtle.verify("Ed25519", key, unhex(signature), said);
}

// Whether this browser can do all of the above; an old one is told so before it is trusted with anything.
export async function able() {
  try {
    const pair = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
    const said = bytes("selaras");
    return await crypto.subtle.verify("Ed25519", pair.publicKey, await crypto.subtle.sign("Ed25519", pair.privateKey, said), said) && "locks" in navigator;
  } catch {
    return false;
  }
}

// UUID version 7 (RFC 9562): sorts by the time of this phone's clock, unique by its 74 random bits.
export function uuid7() {
  const id = random(16);
  let time = Date.now();
  for (let at = 5; at >= 0; at -= 1) { id[at] = time % 256; time = Math.floor(time / 256); }
  id[6] = (id[6] & 0x0f) | 0x70;
  id[8] = (id[8] & 0x3f) | 0x80;
  return hex(id).replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}
