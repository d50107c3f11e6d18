import { shown } from "../../shared/expecting";

const types = ["ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa"];
const expected =
  "the type and the key, as in /etc/ssh/ssh_host_ed25519_key.pub; example: ssh-ed25519 AAAAC3Nza…";

/** @returns what is wrong with a text as a public host key, with the way out; nothing where it is one. */
export function hostKeyProblem(text: string): string | undefined {
  if (text.includes("PRIVATE KEY"))
    return `a private key stands here; a machine is known by its public one: ${expected}`;
  if (/^(SHA256|MD5):/.test(text)) {
    return `${shown(text)} is a fingerprint, by which nothing can be pinned; give ${expected}`;
  }
  const [type = "", key = "", next = ""] = text.trim().split(/\s+/);
  if (types.includes(key) && holds(next, key)) {
    return `${shown(text)} is a line of known_hosts; leave out what stands before the type: ${expected}`;
  }
  if (types.includes(type) && holds(key, type)) return undefined;
  return `${shown(text)} is not a public host key: ${expected}`;
}

/** The encoded key says its type once more. */
function holds(key: string, type: string): boolean {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(key)) return false;
  const bytes = Buffer.from(key, "base64");
  return bytes.length > 4 && bytes.subarray(4, 4 + bytes.readUInt32BE(0)).toString() === type;
}
