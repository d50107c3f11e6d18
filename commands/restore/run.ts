import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { askSets } from "../backups/ask";
import { type Chosen, choose } from "../backups/choose";
import { type FoundBackups, findBackups } from "../backups/find";
import { timeOf } from "../backups/sets";
import { type ExitCode, exitCodes, Failure } from "../shared/failure";
import { pulumiIn } from "../shared/pulumi";
import type { Surroundings } from "../shared/surroundings";
import { required } from "../shared/values";
import { span } from "../status/render/units";
import { bringDirectory, bringFile } from "./bring";
import { lookFor } from "./look";

/** What the command is asked for. */
interface Options {
  readonly service: string;
  readonly path?: string;
  readonly to?: string;
  readonly stack?: string;
  readonly set?: string;
  readonly place?: number;
}

/** Brings a file or a directory of a set to this machine. */
export async function run(
  options: Options,
  { folder, variables, out, terminal }: Surroundings,
): Promise<ExitCode> {
  const path = tidy(required(options.path, "--path", "a path within the volume", "photos/2024"));
  const to = resolve(folder, required(options.to, "--to", "a path on this machine", "./photos"));
  if (existsSync(to))
    throw new Failure(`--to: ${to} is there already; name what is not, as nothing is written over`);
  const [service = "", volume] = options.service.split("/");
  terminal.progress("asking Pulumi …");
  const found = await findBackups(service, options.stack, pulumiIn(variables));
  const { backups, volume: name } = volumeIn(found, service, volume);
  terminal.progress("asking the repositories …");
  const { place, shown, chosen } = await setIn(backups, { service, volume: name }, options, variables);
  const { manifest, part } = chosen;
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

async function setIn(
  backups: FoundBackups,
  wanted: { readonly service: string; readonly volume: string },
  { set, place }: Options,
  variables: Surroundings["variables"],
): Promise<{ place: string; shown: string; chosen: Chosen }> {
  const all = await askSets(backups, variables, set);
  const asked = place === undefined ? all : all.filter((one) => one.place === String(place));
  if (asked.length === 0)
    throw new Failure(`--place: there is no repository ${place}; there are 0 to ${all.length - 1}`);
  const refusals: string[] = [];
  for (const one of asked) {
    const chosen = one.sets
      ? choose(one.manifests, { ...wanted, set }, Date.now())
      : { refused: "it does not answer" };
    if (!("refused" in chosen)) return { place: one.place, shown: one.shown, chosen };
    refusals.push(`${one.shown}: ${chosen.refused}`);
  }
  throw new Failure(refusals.join("\n"));
}
