import { type JsonWebKey, type KeyObject, randomBytes } from "node:crypto";

interface OpensshKeys {
  /** For `authorized_keys`, with a line feed. */
  line: string;
  /** What fingerprints are made of. */
  blob: Buffer | "";
  privatePem: string;
}

const curveNames: Record<string, string> = { "P-256": "nistp256", "P-384": "nistp384", "P-521": "nistp521" };

/**
 * A key in OpenSSH's forms. All are empty for P-224, which OpenSSH does not know.
 * @see https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key
 */
export function opensshKeys(key: KeyObject): OpensshKeys {
  if (key.asymmetricKeyDetails?.namedCurve === "secp224r1") return { line: "", blob: "", privatePem: "" };
  const { type, open, hidden } = fieldsOf(key.export({ format: "jwk" }));
  const blob = Buffer.concat([text(type), ...open]);
  return {
    line: `${type} ${blob.toString("base64")}\n`,
    blob,
    privatePem: armoured(blob, Buffer.concat([text(type), ...hidden, text("")])),
  };
}

function fieldsOf(jwk: JsonWebKey): { type: string; open: Buffer[]; hidden: Buffer[] } {
  const bytes = (name: keyof JsonWebKey) => Buffer.from(String(jwk[name]), "base64url");
  if (jwk.kty === "OKP") {
    const open = text(bytes("x"));
    return { type: "ssh-ed25519", open: [open], hidden: [open, text(bytes("d"), bytes("x"))] };
  }
  if (jwk.kty === "EC") {
    const curve = curveNames[String(jwk.crv)] ?? "";
    const open = [text(curve), text(Buffer.from([4]), bytes("x"), bytes("y"))];
    return { type: `ecdsa-sha2-${curve}`, open, hidden: [...open, number(bytes("d"))] };
  }
  const numbers = (...names: (keyof JsonWebKey)[]) => names.map((name) => number(bytes(name)));
  return { type: "ssh-rsa", open: numbers("e", "n"), hidden: numbers("n", "e", "d", "qi", "p", "q") };
}

function armoured(blob: Buffer, hidden: Buffer): string {
  const check = randomBytes(4);
  const body = Buffer.concat([check, check, hidden]);
  const padding = Buffer.from(Array.from({ length: (8 - (body.length % 8)) % 8 }, (_, i) => i + 1));
  const all = Buffer.concat([
    Buffer.from("openssh-key-v1\0"),
    ...["none", "none", ""].map((word) => text(word)),
    Buffer.from([0, 0, 0, 1]),
    text(blob),
    text(body, padding),
  ]);
  const lines = all.toString("base64").match(/.{1,70}/g) ?? [];
  return ["-----BEGIN OPENSSH PRIVATE KEY-----", ...lines, "-----END OPENSSH PRIVATE KEY-----", ""].join(
    "\n",
  );
}

function text(...parts: (string | Buffer)[]): Buffer {
  const bytes = Buffer.concat(parts.map((part) => Buffer.from(part as string)));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** A whole number without needless zeros in front, and with one where it would look negative. */
function number(bytes: Buffer): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0);
  const short = bytes.subarray(first);
  return text(...((short[0] ?? 0) & 0x80 ? [Buffer.from([0]), short] : [short]));
}
