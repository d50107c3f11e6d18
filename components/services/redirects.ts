import { z } from "zod";
import { domainProblem, isWildcard, standsFor } from "../shared/domain";
import { expecting, shown } from "../shared/expecting";
import type { Problem } from "../shared/problems";

/** Names that lead to others, and where. */
type Redirects = Readonly<Record<string, string>>;

interface Redirected {
  readonly domains: readonly string[];
  readonly redirects?: Redirects;
}

const example = '{ "www.example.org": "example.org" }';

/** What names that lead to others have to look like. */
export const redirectsSchema = z
  .record(
    z.string(),
    z.string(expecting("the name that a visitor is sent on to", "example.org")),
    expecting("a group with the name that each name leads to", example),
  )
  .superRefine((all, context) => {
    const say = (message: string) => context.addIssue({ code: "custom", message });
    if (Object.keys(all).length === 0)
      say("it leads nobody anywhere; name at least one, or leave redirects out");
    for (const name of Object.keys(all)) {
      const problem = isWildcard(name) ? "name each one by itself" : domainProblem(name);
      if (problem) say(`${shown(name)} is not an exact domain name: ${problem}`);
    }
  });

/** What is wrong with where names lead, each of which is right. A service without domains has nowhere to lead them. */
export const redirectProblems = ({ domains, redirects = {} }: Redirected): Problem[] =>
  Object.entries(domains.length === 0 ? {} : redirects).flatMap(([from, to]) => {
    const message = problemOf(from, to, domains, redirects);
    return message === undefined ? [] : [{ path: ["redirects", from], message }];
  });

function problemOf(from: string, to: string, domains: readonly string[], all: Redirects): string | undefined {
  if (domains.includes(from))
    return `${from} is one of its domains, and is served; leave it out of one of the two`;
  const way = wayFrom(from, all);
  if (way.indexOf(way.at(-1) ?? "") < way.length - 1)
    return `it goes round: ${way.join(" → ")}; have it end at one of domains`;
  if (Object.hasOwn(all, to))
    return `${to} leads on to ${all[to]}, and each visitor would ask three times; lead to ${way.at(-1)} at once`;
  if (!isWildcard(to) && domains.some((domain) => standsFor(domain, to))) return undefined;
  return `${shown(to)} is none of the service's domains; lead to one of them; example: ${domains.find((one) => !isWildcard(one)) ?? domains[0]?.replace("*", "www")}`;
}

/** Where a name leads, up to the first that leads nowhere, or the second time at the same. */
function wayFrom(from: string, all: Redirects): string[] {
  const way = [from];
  for (let next = all[from]; next !== undefined; next = all[next]) {
    const isRound = way.includes(next);
    way.push(next);
    if (isRound) break;
  }
  return way;
}
