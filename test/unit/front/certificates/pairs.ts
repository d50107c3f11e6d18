import { choose } from "../../../../components/front/certificates/judge/choose.js";
import { readPair } from "../../../../components/front/certificates/judge/pair.js";
import type { Pair, Read } from "../../../../components/front/certificates/judge/types";
import { type CertificateOptions, makeCertificate } from "../../../support/certificates";

/** Seconds since 1970. */
export const now = Date.now() / 1000;

export const text = (text: string): Read => ({ text });

/** Two files as they are judged, from a directory of this name. */
export const pairOf = (chain: Read, key: Read, name = "blog.example.org"): Pair =>
  readPair({ name, path: `/etc/letsencrypt/live/${name}`, chain, key });

export async function made(options: CertificateOptions, name?: string): Promise<Pair> {
  const { chain, key } = await makeCertificate(options);
  return pairOf(text(chain), text(key), name);
}

export const sourceOf = (...pairs: Pair[]) => ({ path: "/etc/letsencrypt/live", pairs });

/** Why none of these can be shown for a domain. */
export function problem(domain: string, ...pairs: Pair[]): string | undefined {
  const choice = choose(domain, sourceOf(...pairs), now);
  return "problem" in choice ? choice.problem : undefined;
}
