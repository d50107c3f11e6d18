import * as pulumi from "@pulumi/pulumi";
import { innerNames } from "../haproxy/innerDoors";
import type { Haproxy } from "../haproxy/process";
import { issueAll, type MadeCertificate, makeRoot } from "./issue";
import { pathIn, storedFile } from "./store";
import { storeFiles, withKey } from "./storing";

/** What one end of a wire shows, and by what it knows the other end. */
export interface WireEnd {
  readonly router: string;
  /** Root of the authority that issued what the other end shows. */
  readonly authority: pulumi.Output<string>;
  readonly certificate: MadeCertificate;
}

/** The two ends of the wire between farms and a router on another host. */
export interface Wire {
  /** The name that the gate's certificate is for. */
  readonly name: string;
  readonly gate: WireEnd;
  readonly farm: WireEnd;
}

/** Paths of an end's files in its HAProxy's container. */
export interface WireFiles {
  readonly authority: string;
  readonly certificate: string;
}

// Nobody but the two ends sees them, and a wire that ends for want of an update would take its services with it.
const validity = { lifetime: 10 * 365, early: 5 * 365 };

/** Makes the authority of a router's wire, and a certificate of it for either end. */
export function makeWire(router: string, label: string, parent: pulumi.Resource): Wire {
  const root = makeRoot(`${router}-wire`, label, validity, parent);
  const authority = pulumi.unsecret(root.certificate.certPem);
  const name = `${router}.internal`;
  const { chains, keys } = issueAll(
    root,
    [
      { commonName: "gate", dnsNames: [name, innerNames], use: "server_auth" },
      { commonName: "farm", use: "client_auth" },
    ],
    validity,
  );
  const end = (at: number): WireEnd => ({
    router,
    authority,
    certificate: {
      chain: chains.apply((all) => all[at] ?? ""),
      key: keys.apply((all) => all[at] ?? ""),
    },
  });
  return { name, gate: end(0), farm: end(1) };
}

/** Ends of wires in reach of their HAProxy. */
export interface StoredWires {
  /** In the order of the ends. */
  readonly files: pulumi.Output<WireFiles[]>;
  readonly stored: pulumi.Resource;
}

/** Writes ends of wires where their HAProxy reads them. */
export function storeWires(haproxy: Haproxy, ends: readonly WireEnd[], parent: pulumi.Resource): StoredWires {
  const plans = pulumi.all(
    ends.map(({ router, authority, certificate }) =>
      pulumi.all([authority, certificate.chain]).apply(([root, chain]) => ({
        authority: storedFile(`${router}-authority`, root, root),
        certificate: storedFile(`${router}-certificate`, chain, chain),
      })),
    ),
  );
  const keys = pulumi.all(ends.map(({ certificate }) => certificate.key));
  const files = pulumi
    .all([plans, keys])
    .apply(([all, secrets]) =>
      all.flatMap(({ authority, certificate }, at) => [authority, withKey(certificate, secrets[at] ?? "")]),
    );
  return {
    files: plans.apply((all) =>
      all.map(({ authority, certificate }) => ({
        authority: pathIn("wire", authority),
        certificate: pathIn("wire", certificate),
      })),
    ),
    stored: storeFiles(haproxy, "wire", files, parent),
  };
}
