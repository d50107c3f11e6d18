import { createECDH, createHash, createPrivateKey } from "node:crypto";

/** Secret number of the key of an authority for tests: nobody is to find a key in this folder and take it for one. */
const number = createHash("sha256").update("an authority for tests").digest();

function keyPem(): string {
  const curve = createECDH("prime256v1");
  curve.setPrivateKey(number);
  const [d, x, y] = [number, curve.getPublicKey().subarray(1, 33), curve.getPublicKey().subarray(33)].map(
    (bytes) => bytes.toString("base64url"),
  );
  const key = createPrivateKey({ format: "jwk", key: { kty: "EC", crv: "P-256", d, x, y } });
  return String(key.export({ type: "sec1", format: "pem" }));
}

/** An authority that is always the same, as the provider would tell it. */
export const root = {
  key: keyPem(),
  /** Made from the key by a library of tests, for a hundred years. */
  certificate: `-----BEGIN CERTIFICATE-----
MIIBazCCARKgAwIBAgIISgscLT5PUGEwCgYIKoZIzj0EAwIwGTEXMBUGA1UEAxMO
SG9tZXBvcnQgdGVzdHMwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBa
MBkxFzAVBgNVBAMTDkhvbWVwb3J0IHRlc3RzMFkwEwYHKoZIzj0CAQYIKoZIzj0D
AQcDQgAEwLtBLrEFe4rXWk4cfCnfY2ShLDQO/Vc8xUO3mJHIP+/5Ocp5PSOGbSVu
BF75dmpr9imQfE6BsC3Zqcv9+4QPXaNCMEAwDgYDVR0PAQH/BAQDAgEGMA8GA1Ud
EwEB/wQFMAMBAf8wHQYDVR0OBBYEFFP03R5SLeJAvL7NTrJZLLoy3Z1IMAoGCCqG
SM49BAMCA0cAMEQCIEul7BJc+BS1YMszORmi/YfrLInEYQV/12O8HU75/iKaAiBM
2FQ67TShtorVKjkDNFXi58FNMCLXcygYE5v4q6f5PQ==
-----END CERTIFICATE-----
`,
} as const;
