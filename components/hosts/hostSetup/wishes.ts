import { withDefaults } from "../../shared/defaults";
import { byCode } from "../../shared/order";
import { toMebibytes } from "../../shared/size";
import type { HostFirewall, HostSetup } from "./args";
import type { Wishes } from "./marks";
import { defaultRunner, runnerKey } from "./runner";

/** @returns what a stack wishes of a machine. Secrets are no part of it. */
export function wishesOf(host: string, setup: HostSetup): Wishes {
  const { engine, daemon = {}, securityUpdates, timeSync, swapFile, firewall, sshKeysOnly } = setup;
  const isChosen = engine && (engine.from === "docker" || engine.version !== undefined);
  const entries: [string, unknown][] = [
    ["engine.from", isChosen ? engine.from : undefined],
    ["engine.version", engine?.version],
    ...Object.entries(daemon).map(([key, value]): [string, unknown] => [
      `daemon.${encodeURIComponent(key)}`,
      { [key]: value },
    ]),
    ["securityUpdates", securityUpdates || undefined],
    ["timeSync", timeSync || undefined],
    ["swapFile", swapFile && `${toMebibytes(swapFile)}MiB`],
    ["firewall", firewall && rulesOf(firewall)],
    ...runnerWishes(host, setup.gitlabRunner),
    ["sshKeysOnly", sshKeysOnly || undefined],
  ];
  return Object.fromEntries(
    entries
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, JSON.stringify(ordered(value))]),
  );
}

/** An option that two wish otherwise. */
export interface Difference {
  /** As it is called in `setup`. */
  readonly option: string;
  readonly own: string;
  readonly other: string;
}

/** @returns the options that both wish, and each in another way. */
export const differences = (own: Wishes, other: Wishes): Difference[] =>
  Object.entries(own).flatMap(([key, value]) => {
    const theirs = other[key];
    return theirs === undefined || theirs === value
      ? []
      : [{ option: optionOf(key), own: value, other: theirs }];
  });

/** Runners of several names are beside each other on one machine; their package is one. */
function runnerWishes(host: string, given: HostSetup["gitlabRunner"]): [string, unknown][] {
  if (!given) return [];
  const { token, ...settings } = given;
  const { package: source, ...runner } = withDefaults({ ...defaultRunner, url: given.url }, settings);
  return [
    [runnerKey(host), runner],
    ["gitlabRunner.package", source],
  ];
}

const optionOf = (key: string): string => decodeURIComponent(key.replace(/@.*/, ""));

const rulesOf = ({ public: open = [], private: near = [], machine = [], vrrp = [] }: HostFirewall) => ({
  public: asSet(open),
  private: asSet(near),
  machine: asSet(machine),
  ...(vrrp.length > 0 ? { vrrp: asSet(vrrp) } : {}),
});

const asSet = (values: readonly (string | number)[]): string[] =>
  [...new Set(values.map(String))].sort(byCode);

/** The same whatever the order in which a person has written it. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => byCode(a, b));
  return Object.fromEntries(entries.map(([key, one]) => [key, ordered(one)]));
}
