import { stringify } from "yaml";
import { configPath } from "../../components/front/haproxy/paths";
import { type Container, runIn } from "../../test/support/containers";

/** What every road shows to its visitors: PEM. */
export interface Shown {
  readonly certificate: string;
  readonly key: string;
}

/** The farm's own certificate, of the only service that it has: one road's handshake costs as much as another's. */
export async function shownBy(farm: Container): Promise<Shown> {
  const list = /crt-list (\S+)/.exec(await runIn(farm, ["cat", configPath]))?.[1] ?? "";
  const [file = ""] = (await runIn(farm, ["cat", list])).split(" ");
  const blocks = (await runIn(farm, ["cat", file])).match(/-----BEGIN [\s\S]+?-----END .+?-----\n?/g) ?? [];
  const [certificate, key] = [false, true].map((keys) =>
    blocks.filter((block) => /^-----BEGIN .*KEY/.test(block) === keys).join(""),
  );
  if (!certificate || !key) throw new Error(`the farm's ${file} has no certificate with its key`);
  return { certificate, key };
}

/**
 * Traefik's form of the farm's settings (components/front/farm/tls.ts). In TLS 1.3 it chooses ciphers by itself.
 * No session is taken up again, as wrk would do with each connection but its first.
 */
export const routerTls = ({ certificate, key }: Shown): string =>
  stringify({
    tls: {
      certificates: [{ certFile: certificate, keyFile: key }],
      options: {
        default: {
          minVersion: "VersionTLS12",
          cipherSuites: [
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
          ],
          curvePreferences: ["X25519MLKEM768", "X25519", "CurveP256", "CurveP384"],
          alpnProtocols: ["h2", "http/1.1"],
          sniStrict: true,
          disableSessionTickets: true,
        },
      },
    },
  });
