import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { type FoundBackups, findBackups } from "../backups/find";
import { timeOf } from "../backups/sets";
import { type ExitCode, exitCodes, Failure } from "../shared/failure";
import { pulumiIn } from "../shared/pulumi";
import type { Surroundings } from "../shared/surroundings";
import { required } from "../shared/values";
import { span } from "../status/render/units";
import { bringDirectory, bringFile } from "./bring";
import { lookFor } from "./look";
import { readWanted } from "./wanted";
import { setIn, type WhichSet } from "./which";

/** What the command is asked for. */
export interface OneOptions extends WhichSet {
  readonly path?: string;
  readonly to?: string;
  readonly stack?: string;
}

/** Brings a file or a directory of a set to this machine. */
export async function bringOne(
  wanted: string,
  options: OneOptions,
  { folder, variables, out, terminal }: Surroundings,
): Promise<ExitCode> {
  const path = tidy(required(options.path, "--path", "a path within the volume", "photos/2024"));
  const to = resolve(folder, required(options.to, "--to", "a path on this machine", "./photos"));
  if (existsSync(to))
    throw new Failure(`--to: ${to} is there already; name what is not, as nothing is written over`);
  const { service, volume } = readWanted(wanted);
  terminal.progress("asking Pulumi …");
  const found = await findBackups(service, options.stack, pulumiIn(variables));
  const { backups, volume: name } = volumeIn(found, service, volume);
  terminal.progress("asking the repositories …");
  const { place, shown, chosen } = await setIn(backups, { service, volumes: [name] }, options, variables);
  const {
    manifest,
    parts: [part],
  } = chosen;
  const places = await lookFor(backups, { place, part, path }, variables);
  terminal.progress(`${path} from the set ${manifest.set} …`);
  const bringing = places.isFile ? bringFile : bringDirectory;
  await bringing(backups, { place, snapshot: part.snapshot, paths: places.paths }, to, variables);
  terminal.progress();
  out(`${to}: as it was ${span(Date.now() - timeOf(manifest.set))} ago (set ${manifest.set}, ${shown})\n`);
  return exitCodes.done;
}

/** Without what a shell's completion adds. */
const tidy = (path: string): string => path.replace(/^(\.?\/)+/, "").replace(/\/+$/, "") || ".";

function volumeIn(
  found: readonly FoundBackups[],
  service: string,
  volume: string | undefined,
): { backups: FoundBackups; volume: string } {
  const all = found.flatMap((backups) =>
    backups.volumes.flatMap((one) =>
      one.startsWith(`${service}/`) ? [{ backups, volume: one.slice(service.length + 1) }] : [],
    ),
  );
  const fitting = volume === undefined ? all : all.filter((one) => one.volume === volume);
  const [only, ...more] = fitting;
  const names = all.map((one) => `${service}/${one.volume}`).join(", ");
  if (!only)
    throw new Failure(`${service}/${volume}: there is no such volume in its backups; there are: ${names}`);
  if (more.length > 0)
    throw new Failure(`${service}: several of its volumes are backed up; say which: ${names}`);
  return only;
}
