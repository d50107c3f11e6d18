import { fork } from "node:child_process";
import * as path from "node:path";
import { startedBy } from "../support/bundled";
import { removeFolder } from "../support/removeFolder";
import { type FakeEngine, fakeDocker } from "../unit/hosts/dockerHost/fakeDocker";
import type { Job, Recording, Resource } from "./recording";

export const root = path.resolve(__dirname, "../..");

/** The programs whose graphs are looked at: the home, one that uses every option of every component, and parts. */
export const programs = {
  home: path.join(root, "index.ts"),
  everything: path.join(__dirname, "fixtures/everything.ts"),
  certified: path.join(root, "test/suite/certified.ts"),
  backups: path.join(__dirname, "fixtures/backups.ts"),
  monitor: path.join(__dirname, "fixtures/monitor.ts"),
  monitorPages: path.join(__dirname, "fixtures/monitorPages.ts"),
  applications: path.join(__dirname, "fixtures/applications.ts"),
  carelessApplication: path.join(__dirname, "fixtures/carelessApplication.ts"),
  hosts: path.join(__dirname, "fixtures/hosts.ts"),
  databases: path.join(__dirname, "fixtures/databases.ts"),
  ports: path.join(__dirname, "fixtures/ports.ts"),
  portsFar: path.join(root, "test/sandbox/fixtures/ports/index.ts"),
  fronts: path.join(__dirname, "fixtures/fronts.ts"),
  issuer: path.join(__dirname, "fixtures/issuer.ts"),
  virtual: path.join(__dirname, "fixtures/virtual.ts"),
  renamed: path.join(__dirname, "fixtures/renamed.ts"),
  wired: path.join(root, "test/sandbox/fixtures/wired/index.ts"),
} as const;

export interface RunOptions extends Partial<Omit<Job, "program">> {
  readonly program?: keyof typeof programs;
  /** A program that is none of these. */
  readonly file?: string;
  /** The engine that the `docker` command reaches; `none` where there is no such command. */
  readonly engine?: FakeEngine | "none";
  readonly env?: Record<string, string>;
}

/** Runs a program to its end against a fake engine; its errors are part of what is recorded. */
export async function record(options: RunOptions = {}): Promise<Recording> {
  const { program = "home", file = programs[program], engine = {}, env = {}, ...rest } = options;
  const job: Job = {
    project: root,
    stack: "prod",
    program: file,
    config: {},
    secretKeys: [],
    preview: false,
    ...rest,
  };
  const folder = engine === "none" ? "/nowhere" : fakeDocker(engine);
  try {
    return await inChild(job, {
      // No real engine can be reached by accident: nothing else is on PATH but a shell and its tools.
      PATH: engine === "none" ? folder : `${folder}:/usr/bin:/bin`,
      HOME: process.env.HOME ?? "/",
      PULUMI_NODEJS_ROOT_DIRECTORY: job.project,
      ...env,
    });
  } finally {
    // A question that is still under way writes into it.
    removeFolder(folder);
  }
}

/** The same, of a program that has to run without an error. */
export async function graphOf(options: RunOptions = {}): Promise<Recording> {
  const recording = await record(options);
  if (recording.errors.length > 0) throw new Error(recording.errors.map(({ text }) => text).join("\n"));
  if (recording.resources.length === 0) throw new Error("the program declared nothing");
  return recording;
}

/** The secrets of the program that uses everything: one in the settings, one in the program, one made up by Pulumi. */
export const secrets = ["secret-in-settings", "secret-in-program", "generated-for-password"] as const;

/** The hashes of its users' passwords: one made up by Pulumi, one in the settings, one in the program. */
export const hashes = ["hash/for/password", "hash/in/settings", "hash/in/program"] as const;

/** The graph of the program that uses everything. */
export const everything = (options: RunOptions = {}): Promise<Recording> =>
  graphOf({
    program: "everything",
    config: { "secrets:shop": secrets[0], "secrets:user": `$2y$10$${hashes[1].padEnd(53, ".")}` },
    secretKeys: ["secrets:shop", "secrets:user"],
    ...options,
  });

/** The secret of the DNS provider in `sources`. */
export const zoneSecret = "secret-of-the-zone";

/** What is set of the program `certified` for each source of certificates beside the authority of its own. */
const sources = {
  files: { source: "files", directory: "/nowhere/letsencrypt" },
  "http-01": { source: "acme", challenge: { kind: "http-01" } },
  "dns-01": {
    source: "acme",
    directory: "/srv/acme",
    authorityFile: "/srv/authority.pem",
    challenge: { kind: "dns-01", provider: "rfc2136", credentials: ["RFC2136_TSIG_SECRET"] },
  },
} as const;

/** The graph of a small home whose certificates come from this source; production's farm has port 80. */
export const certified = (source: keyof typeof sources, options: RunOptions = {}): Promise<Recording> =>
  graphOf({
    program: "certified",
    config: {
      "homeport:certificates": sources[source],
      "secrets:RFC2136_TSIG_SECRET": zoneSecret,
      ...(options.stack ? {} : { "homeport:network": { publicPorts: { http: 80 } } }),
    },
    secretKeys: ["secrets:RFC2136_TSIG_SECRET"],
    ...options,
  });

async function inChild(job: Job, env: Record<string, string>): Promise<Recording> {
  const { file, execArgv, program } = await startedBy(path.join(__dirname, "record.ts"), job.program);
  return new Promise((resolve, reject) => {
    const child = fork(file, {
      execArgv,
      env,
      // A program that is refused leaves promises behind, and Pulumi's runtime speaks of that at length.
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    const said: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding("utf8").on("data", (text) => said.push(text));
    child.once("message", (recording: Recording) => resolve(recording));
    child.once("error", reject);
    child.once("close", (code) => reject(new Error(`the program ended early (${code})\n${said.join("")}`)));
    child.send({ ...job, program });
  });
}

export const isDocker = ({ type }: Resource): boolean => type.startsWith("docker:");
export const ofType = ({ resources }: Recording, type: string): Resource[] =>
  resources.filter((resource) => resource.type === type);
export const containersOf = (recording: Recording) => ofType(recording, "docker:index/container:Container");

/** One resource by its name, or by type and name; a test of one that is not there must not pass. */
export function named({ resources }: Recording, name: string): Resource {
  const [one, ...more] = resources.filter((one) => one.name === name || `${one.type} ${one.name}` === name);
  if (!one || more.length > 0) throw new Error(`${more.length + (one ? 1 : 0)} resources are called ${name}`);
  return one;
}

/** The labels of a Docker object, by name. */
export const labelsOf = ({ inputs }: Resource): Record<string, string> =>
  Object.fromEntries(
    ((inputs.labels ?? []) as { label: string; value: string }[]).map(({ label, value }) => [label, value]),
  );
