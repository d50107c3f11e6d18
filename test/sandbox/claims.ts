import { usable } from "../../components/settings/parse";
import { type Holder, take } from "../support/turn";
import { merge, readConfig } from "./config";
import type { Config } from "./messages";

/** Of a trial: the folder of Pulumi.yaml, its stacks, and overrides for all and for each. */
export interface Trial {
  readonly project: string;
  readonly stacks: readonly string[];
  readonly config: Config;
  readonly stackConfig: Readonly<Record<string, Config>>;
}

/** How a trial is given ports and networks that are not those of the settings. */
export const elsewhere = `npm start -- --config '{"homeport:ports": {"http": 17070, "https": 17443, "stats": 18404, "router": 1088}}' --prod '{"homeport:network": {"subnet": "172.30.90.0/24"}}' --staging '{"homeport:network": {"subnet": "172.30.91.0/24"}}'`;

/** What a trial takes of this machine. Settings that are not usable take nothing: their program says what is wrong. */
export function claimsOf({ project, stacks, config, stackConfig }: Trial): string[] {
  const settings = stacks.map((stack) => {
    const own = readConfig(project, stack, merge(config, stackConfig[stack] ?? {}) as Config);
    const prefix = `${own.project}:`;
    const entries = Object.entries(own.values).filter(([key]) => key.startsWith(prefix));
    return {
      stack,
      values: Object.fromEntries(entries.map(([key, text]) => [key.slice(prefix.length), decode(text)])),
    };
  });
  return usable(settings).flatMap(({ settings: { ports, network } }) => [
    ...Object.values(ports).map((port) => `port ${port}`),
    `network ${network.subnet}`,
  ]);
}

/**
 * Claims all of these for as long as this process runs.
 * @throws Error that tells who has the first one that is taken, and the way out.
 */
export async function claim(claims: readonly string[]): Promise<void> {
  for (const one of claims) {
    const taken = await take(one.replaceAll(/[ /]/g, "-"));
    if (!("release" in taken) && taken.pid !== process.pid) throw new Error(refusal(one, taken));
  }
}

const refusal = (what: string, { pid, folder }: Holder): string =>
  `Another trial is running, in ${folder} (process ${pid}): it has ${what}.
  Stop that one with Ctrl-C, or give this one ports and networks of its own:
  ${elsewhere}`;

function decode(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
