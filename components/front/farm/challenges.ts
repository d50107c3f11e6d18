import { inUrl } from "../../shared/address";
import { certificatePorts } from "../certificates/ports";
import { section } from "../haproxy/text";
import type { FarmConfig } from "./farmConfig";
import { at } from "./servers";

/** Where another farm with the same names takes requests without TLS. */
export interface IssuerPeer {
  readonly address: string;
  readonly port: number;
}

type Proving = Pick<FarmConfig, "issuer" | "issuerPeer">;

/** Tells the other farm that it is the second one to be asked: two that know nothing would ask each other for ever. */
const askedHeader = "x-homeport-challenge";

/** Condition by which all else leaves the proof of a name alone. */
export const unlessChallenge = ({ issuer }: Proving): string => (issuer ? " !challenge" : "");

/** What is a challenge. */
export const challengeAcl = ({ issuer }: Proving): string[] =>
  issuer ? ["acl challenge path_beg /.well-known/acme-challenge/"] : [];

/** Where challenges go. */
export const challengeRules = ({ issuer, issuerPeer }: Proving): string[] =>
  issuer
    ? [
        ...(issuerPeer
          ? [`use_backend issuers if challenge METH_GET !{ req.hdr(${askedHeader}) -m found }`]
          : []),
        "use_backend issuer if challenge",
      ]
    : [];

/** Sections of whoever answers challenges. The issuer listens only while a name is being proven. */
export const challengeSections = ({ issuer, issuerPeer }: Proving): string[] => {
  if (!issuer) return [];
  const own = `server issuer ${at(issuer, certificatePorts.issuer)}`;
  return [
    section("backend issuer", own),
    ...(issuerPeer
      ? [
          section(
            "backend issuers",
            "# Who proves nothing now is not there, or knows nothing of this file: then it is the other one's.",
            "balance first",
            "timeout connect 2s",
            "timeout server 5s",
            "retries 1",
            "retry-on conn-failure empty-response response-timeout 404 503",
            `http-request set-header ${askedHeader} asked`,
            own,
            `server peer ${inUrl(issuerPeer.address)}:${issuerPeer.port}`,
          ),
        ]
      : []),
  ];
};
