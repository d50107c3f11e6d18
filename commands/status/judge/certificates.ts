import type { CertificateFacts, EnvironmentFacts } from "../facts";
import { ago, ahead, day } from "../render/units";
import type { Finding } from "./finding";

/** Certificates that are missing, have ended or soon will; names with the same end in one. */
export function judgeCertificates({ certificates }: EnvironmentFacts, now: number, days: number): Finding[] {
  if ("notAsked" in certificates) return [];
  const soon = now + days * 86_400_000;
  const groups = new Map<string, string[]>();
  for (const one of certificates.known) {
    const what = plightOf(one, now, soon);
    if (what !== undefined) groups.set(what, [...(groups.get(what) ?? []), one.domain]);
  }
  return [...groups].map(([what, domains]) => ({ weight: "wrong", about: domains.join(", "), what }));
}

function plightOf({ until, problem }: CertificateFacts, now: number, soon: number): string | undefined {
  if (until === undefined) return "there is no certificate yet";
  const ends = Date.parse(until);
  if (ends < now) return `the certificate ended ${ago(until, now)}`;
  if (ends < soon) return `the certificate ends ${ahead(until, now)}, on ${day(until)}`;
  return problem ? "there is no usable certificate to follow the one that is shown" : undefined;
}
