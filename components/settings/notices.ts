import { isDeepStrictEqual } from "node:util";
import type { Resolved, Sibling } from "./resolved";

/** What is allowed and yet worth a look before it is deployed. */
export const noticesOf = (own: Resolved, siblings: readonly Sibling[]): string[] => [
  ...siblings.flatMap((sibling) => otherSource(own, sibling)),
  ...nobodyIssues(own, siblings),
];

/** Staging shows what production does only where both have their certificates from one source. */
const otherSource = (own: Resolved, { stack, settings }: Sibling): string[] =>
  isDeepStrictEqual(own.certificates, settings.certificates)
    ? []
    : [
        `certificates: a deliberate difference: this stack has source ${own.certificates.source}, stack ${stack} (Pulumi.${stack}.yaml) has ${settings.certificates.source}${own.certificates.source === settings.certificates.source ? " with other settings" : ""}`,
      ];

function nobodyIssues(own: Resolved, siblings: readonly Sibling[]): string[] {
  const { certificates } = own;
  if (certificates.source !== "acme" || certificates.challenge.kind !== "http-01") return [];
  const publicPorts = [own, ...siblings.map(({ settings }) => settings)].map(
    ({ network, ports }) => network.publicPorts.http ?? ports.http,
  );
  return publicPorts.includes(80)
    ? []
    : [
        "certificates.challenge: nobody issues: with http-01 that is the stack whose farm is reached on port 80 from outside, and none says so; set network.publicPorts.http: 80 where the box in front forwards port 80",
      ];
}
