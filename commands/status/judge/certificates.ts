import { npx } from "../../../components/shared/npx";
import type { EnvironmentFacts } from "../facts/home";
import type { CertificateFacts } from "../facts/units";
import { ago, ahead, day } from "../render/units";
import type { Finding } from "./finding";

/** Certificates that are missing, have ended or soon will; names with the same end in one. */
export function judgeCertificates(environment: EnvironmentFacts, now: number, days: number): Finding[] {
  const { certificates } = environment;
  if ("notAsked" in certificates) return [];
  const next = sourceOf(environment);
  const soon = now + days * 86_400_000;
  const groups = new Map<string, string[]>();
  for (const one of certificates.known) {
    const what = plightOf(one, now, soon);
    if (what !== undefined) groups.set(what, [...(groups.get(what) ?? []), one.domain]);
  }
  return [...groups].map(([what, domains]) => ({
    weight: "wrong",
    about: domains.join(", "),
    what,
    next: [next],
  }));
}

/** Those of an own authority come with an update; whoever takes the others from elsewhere says what is in the way. */
function sourceOf({ stack, proxies }: EnvironmentFacts): string {
  const source = proxies.find(({ role }) => role === "issuer" || role === "keeper");
  return source ? npx(`homeport logs ${source.name} --stack ${stack}`) : npx(`pulumi up --stack ${stack}`);
}

function plightOf({ until, problem }: CertificateFacts, now: number, soon: number): string | undefined {
  if (until === undefined) return "there is no certificate yet";
  const ends = Date.parse(until);
  if (ends < now) return `the certificate ended ${ago(until, now)}`;
  if (ends < soon) return `the certificate ends ${ahead(until, now)}, on ${day(until)}`;
  return problem ? "there is no usable certificate to follow the one that is shown" : undefined;
}
