import { byCode } from "../../../shared/order";
import { certificatesDirectory } from "../../haproxy/taken";
import { certificatePorts } from "../ports";
import type { KeeperConfig } from "./program/types";

/** Where the keeper's container has its three directories. */
export const keeperDirectories = {
  source: "/source",
  certificates: certificatesDirectory,
  farm: "/farm",
} as const;

/** Seconds in which a changed certificate is noticed. */
const everySeconds = 3;

/** What a keeper is for. */
export interface KeeperTask {
  /** Directory of the host with the certificates, in certbot's layout. */
  readonly directory: string;
  /** Line of HAProxy's list for each domain. */
  readonly lines: Readonly<Record<string, string>>;
  /** Addresses that may ask how things stand. */
  readonly visitors: readonly string[];
}

/** Renders what the keeper's program is told. */
export const renderKeeper = ({ directory, lines, visitors }: KeeperTask): string =>
  JSON.stringify({
    directory: keeperDirectories.source,
    shown: directory,
    certificates: keeperDirectories.certificates,
    farm: keeperDirectories.farm,
    lines: Object.fromEntries(Object.entries(lines).sort(([a], [b]) => byCode(a, b))),
    everySeconds,
    port: certificatePorts.keeper,
    visitors,
  } satisfies KeeperConfig);
