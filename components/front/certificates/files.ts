import { existsSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import type { DockerHost } from "../../hosts/dockerHost/component";
import { refuse } from "../../shared/refuse";
import { endsSoon } from "./expiry";
import { choose } from "./judge/choose.js";
import { sourceReader } from "./judge/source.js";

/** What a preview can say of a directory of certificates. */
export interface FilesVerdict {
  /** Domains without a usable certificate, each with the reason and the way out. */
  readonly problems: readonly string[];
  /** Domains whose certificate is valid for less than 30 days. */
  readonly expiring: readonly string[];
}

const nothing: FilesVerdict = { problems: [], expiring: [] };

/**
 * Judges a directory in certbot's layout for the domains of a farm. Of what the program's user may not read,
 * nothing is said.
 */
export function filesProblems(directory: string, domains: readonly string[], now: Date): FilesVerdict {
  const source = sourceReader(directory)();
  const isClosed = source.error === "EACCES" || source.error === "EPERM";
  if (isClosed || source.pairs.some(({ hidden }) => hidden)) return nothing;
  const seconds = now.getTime() / 1000;
  const choices = domains.map((domain) => ({ domain, ...choose(domain, source, seconds) }));
  return {
    problems: choices.flatMap((choice) => ("problem" in choice ? `${choice.domain}: ${choice.problem}` : [])),
    expiring: choices.flatMap((choice) => {
      if ("problem" in choice) return [];
      const { path, until } = choice.pair;
      const ending = endsSoon(until, seconds);
      return ending ? `${choice.domain}: ${path}/fullchain.pem ${ending}; renew it` : [];
    }),
  };
}

/** Certificates that something else keeps on a farm's host. */
export interface FilesToCheck {
  readonly host: Pick<DockerHost, "isHere">;
  readonly directory: string;
  readonly domains: readonly string[];
}

/**
 * Checks certificates before any resource exists, where they are on this machine and can be read. Elsewhere the
 * keeper finds the same, before anything goes live.
 * @throws RunError that names every domain without a usable certificate.
 */
export function checkFiles(farm: string, { host, directory, domains }: FilesToCheck, now = new Date()): void {
  if (!host.isHere) return;
  if (!existsSync(directory)) {
    // The program may run in a container that was given the engine's socket, and see other directories.
    pulumi.log.warn(`${farm}.certificates.directory: ${directory} is not there, as far as this program sees`);
    return;
  }
  const { problems, expiring } = filesProblems(directory, domains, now);
  refuse(
    farm,
    problems.map((message) => ({ path: ["certificates", "directory"], message })),
  );
  for (const text of expiring) pulumi.log.warn(`${farm}.certificates: ${text}`);
}

/** Warns of issued certificates that end soon: their issuer should have renewed them long before. */
export function warnOfUnrenewed(
  farm: string,
  { host, directory, domains }: FilesToCheck,
  now = new Date(),
): void {
  if (!host.isHere) return;
  for (const text of filesProblems(directory, domains, now).expiring)
    pulumi.log.warn(`${farm}.certificates: ${text}`);
}
