import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { release, tmpdir } from "node:os";
import { join } from "node:path";
import { parts } from "../../../../components/survey/script";

/** A network as `docker network inspect` tells it, as far as it is read. */
export interface FakeNetwork {
  readonly Name: string;
  readonly Labels?: Record<string, string>;
  readonly Driver?: string;
  readonly IPAM: { readonly Config: { readonly Subnet?: string }[] | null };
}

/** How the engine behind the `docker` command behaves; by default it answers and is new enough. */
export interface FakeEngine {
  readonly version?: string;
  readonly apiVersion?: string;
  /** Of the current context; the usual one where it is absent. */
  readonly endpoint?: string;
  readonly networks?: readonly FakeNetwork[];
  /** What the command says instead of any answer. */
  readonly failure?: string;
  /** A network that `network ls` still tells and that is gone when it is asked about. */
  readonly vanishing?: string;
  /** Lines of `docker ps`: name, state, status, networks, ports and labels, with tabs between them. */
  readonly containers?: readonly string[];
  /** Lines of `docker volume ls`: name and labels. */
  readonly volumes?: readonly string[];
  /** Processors, whether memory and swap are limited; by default two and both. */
  readonly can?: string;
  /** The machine with the engine is the one that runs the program, and has addresses, routes and listeners of its own. */
  readonly isHere?: boolean;
  /** Something may be removed: the folder's file `calls` then has what. */
  readonly removes?: boolean;
  /** The engine behind every `ssh`; without it, `ssh` is the real one. */
  readonly elsewhere?: Pick<FakeEngine, "networks" | "containers" | "volumes" | "can"> & {
    /** Marks of stacks on the machine, as they are listed there; by default none. */
    readonly marks?: string;
  };
}

/** What every engine has. */
export const ownNetworks: readonly FakeNetwork[] = [
  { Name: "bridge", Labels: {}, IPAM: { Config: [{ Subnet: "172.17.0.0/16" }] } },
  { Name: "host", Labels: {}, IPAM: { Config: null } },
  { Name: "none", IPAM: { Config: [] } },
];

/**
 * Writes a `docker` command that answers what the components ask an engine at preview, and nothing else: a
 * test that would reach a real engine fails.
 *
 * @returns the folder to put first on PATH.
 */
export function fakeDocker(engine: FakeEngine = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "homeport-docker-"));
  const networks = engine.networks ?? ownNetworks;
  const version = {
    Client: { Context: engine.endpoint ? "own" : "default" },
    Server: { Version: engine.version ?? "20.10.24", ApiVersion: engine.apiVersion ?? "1.41" },
  };
  const ids = [...networks.map((_, at) => `id${at}`), ...(engine.vanishing ? [engine.vanishing] : [])];
  const answers = {
    version: JSON.stringify(version),
    context: `${engine.endpoint ?? "?"}`,
    ls: ids.join("\n"),
    inspect: JSON.stringify(networks),
    info: infoOf(engine),
    ps: (engine.containers ?? []).join("\n"),
    volumes: (engine.volumes ?? []).join("\n"),
  };
  for (const [name, text] of Object.entries(answers)) writeFileSync(join(folder, name), `${text}\n`);
  writeFileSync(join(folder, "failure"), engine.failure ?? "");
  writeFileSync(
    join(folder, "docker"),
    `#!/bin/sh
echo "$*" >> ${folder}/calls
if [ -s ${folder}/failure ]; then cat ${folder}/failure >&2; exit 1; fi
case "$1 $2" in
  "version --format") cat ${folder}/version;;
  "context inspect") cat ${folder}/context;;
  "info --format") cat ${folder}/info;;
  "ps --all") cat ${folder}/ps;;
  "image ls"|"image inspect") ;;
  "volume ls") cat ${folder}/volumes;;
  ${
    engine.removes
      ? `"volume inspect") printf '%s\\t2026-11-20T10:00:00Z\\n' "$5";;
  "rm --force"|"network rm"|"volume rm") ;;`
      : "none) ;;"
  }
  "network ls") cat ${folder}/ls;;
  "network inspect")
    cat ${folder}/inspect
    case " $* " in *" ${engine.vanishing ?? "?"} "*) echo "Error: No such network: ${engine.vanishing}" >&2; exit 1;; esac;;
  *) echo "the fake engine does not know: $*" >&2; exit 1;;
esac
`,
  );
  chmodSync(join(folder, "docker"), 0o755);
  if (engine.elsewhere) fakeSsh(folder, engine.elsewhere);
  return folder;
}

const infoOf = ({ can = "2 true true", isHere = false }: FakeEngine): string =>
  `${can} ${isHere ? release() : "another-kernel"}`;

/** Answers as the survey's script would. */
function fakeSsh(folder: string, engine: NonNullable<FakeEngine["elsewhere"]>): void {
  const { networks = [], containers = [], volumes = [], marks = "" } = engine;
  const told: Readonly<Record<string, string>> = {
    info: infoOf(engine),
    networks: JSON.stringify(networks),
    containers: containers.join("\n"),
    volumes: volumes.join("\n"),
  };
  const survey = parts.map((part) => `== ${part}\n${told[part] ?? ""}\n`).join("");
  writeFileSync(join(folder, "elsewhere"), `${marks}end of the marks\n${survey}`);
  writeFileSync(join(folder, "ssh"), `#!/bin/sh\ncat ${folder}/elsewhere\n`);
  chmodSync(join(folder, "ssh"), 0o755);
}
