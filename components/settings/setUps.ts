import type { Wishes } from "../hosts/hostSetup/marks";
import { differences, wishesOf } from "../hosts/hostSetup/wishes";
import type { AppsHost, FarmHost } from "./hosts";
import { machineOf } from "./places";
import type { Resolved, Sibling } from "./resolved";

/** What a stack wishes of a machine that may be another one's too. */
interface SetUp {
  readonly path: string;
  readonly machine: string;
  readonly wishes: Wishes;
}

/** What two stacks wish otherwise of one machine: each problem with its path and the way out. */
export const setUpClashes = (settings: Resolved, { stack, settings: sibling }: Sibling): string[] =>
  setUpsOf(settings).flatMap(({ path, machine, wishes }) =>
    setUpsOf(sibling)
      .filter((other) => other.machine === machine)
      .flatMap((other) =>
        differences(wishes, other.wishes).map(
          ({ option, own, other: theirs }) =>
            `${path}.${option}: ${own} is not what stack ${stack} (Pulumi.${stack}.yaml) wishes of the same machine in ${other.path}.${option}: ${theirs}; give both the same, or leave it out in one: that stack then uses what the other sets up`,
        ),
      ),
  );

/** Stacks whose settings for a host's machine have been compared with this one's, as the host's component takes them. */
export function agreedWith(
  host: FarmHost | AppsHost,
  siblings: readonly Sibling[],
): { agreedWith?: readonly string[] } {
  if (host.kind !== "ssh") return {};
  // Who wishes nothing has nothing to be held against anybody.
  const isOn = ({ settings }: Sibling) =>
    setUpsOf(settings).some(
      ({ machine, wishes }) => machine === machineOf(host) && Object.keys(wishes).length > 0,
    );
  return { agreedWith: siblings.filter(isOn).map(({ stack }) => stack) };
}

const setUpsOf = ({ hosts }: Resolved): SetUp[] =>
  Object.entries(hosts).flatMap(([name, host]) =>
    host?.kind === "ssh"
      ? [{ path: `hosts.${name}.setup`, machine: machineOf(host), wishes: wishesOf(name, host.setup) }]
      : [],
  );
