import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const project = "attic";

/** What a container of a test is, for its state and for its engine. */
export interface FakeContainer {
  /** Its resource; the engine's name of it has the stack before it and a number behind. */
  readonly resource: string;
  readonly component: string;
  readonly type?:
    | "DomainService"
    | "ApplicationContainer"
    | "HaproxyFarm"
    | "TraefikRouter"
    | "PortService"
    | "Monitor";
  /** The job of an application that it is for. */
  readonly job?: string;
  readonly state?: string;
  /** How it ended. @default 1 where it has */
  readonly exitCode?: number;
  readonly health?: string;
  /** Start period, interval and timeout of its check, in nanoseconds. */
  readonly watched?: readonly number[];
  readonly host?: string;
  /** @default false, as this version makes them */
  readonly mustRun?: boolean;
  /** @default the state and the engine have it */
  readonly only?: "state" | "engine";
  /** Whether the last update was to remove it. */
  readonly former?: boolean;
  /** What its routes or its configuration say of containers, in a router or a door. */
  readonly leads?: string;
}

const urn = (type: string, name: string) => `urn:pulumi:prod::${project}::${type}::${name}`;
const engineUrn = (host: string) =>
  urn("homeport:index:DockerHost$pulumi:providers:docker", `${host}-engine`);
const provider = (host = "infra") => `${engineUrn(host)}::0123`;

export const nameOf = ({ resource, former }: FakeContainer) => `prod-${resource}-${former ? 0 : 1}`;
const idOf = (one: FakeContainer) =>
  `${Buffer.from(nameOf(one)).toString("hex")}${"0".repeat(64)}`.slice(0, 64);
const labelsOf = (component: string): Record<string, string> => ({
  "homeport.project": project,
  "homeport.environment": "prod",
  "homeport.component": component,
});

const labelsIn = ({ component, job }: FakeContainer) => ({
  ...labelsOf(component),
  ...(job === undefined ? {} : { "homeport.job": job }),
});

/** A value that no command may show, wherever it is met. */
export const secret = "hunter2-hunter2";

/** What `pulumi stack export` prints of containers, on this engine and perhaps on one over SSH. */
export function exported(containers: readonly FakeContainer[], own: readonly object[] = []): string {
  const labels = (one: FakeContainer) =>
    Object.entries(labelsIn(one)).map(([label, value]) => ({ label, value }));
  const hosts = [...new Set(["infra", ...containers.map(({ host = "infra" }) => host)])];
  const resources = [
    ...hosts.map((host) => ({
      urn: engineUrn(host),
      type: "pulumi:providers:docker",
      inputs:
        host === "infra"
          ? { host: "unix:///var/run/docker.sock" }
          : { host: `ssh://deploy@${host}:22`, sshOpts: JSON.stringify(["-o", "HostName=10.0.0.12"]) },
    })),
    ...containers
      .filter(({ only }) => only !== "engine")
      .map((one) => ({
        urn: urn(
          `homeport:index:${one.type ?? "DomainService"}$docker:index/container:Container`,
          one.resource,
        ),
        type: "docker:index/container:Container",
        id: idOf(one),
        ...(one.former ? { delete: true } : {}),
        provider: provider(one.host),
        inputs: { image: "site:1.4", envs: [`PASSWORD=${secret}`] },
        outputs: {
          name: nameOf(one),
          labels: labels(one),
          mustRun: one.mustRun ?? false,
          envs: [`PASSWORD=${secret}`],
        },
      })),
    ...own,
  ];
  return JSON.stringify({ deployment: { resources } });
}

/** A service, its volume and what it says of both. */
export const serviceWithVolume = (service: string, volume: string, backup?: string): object[] => [
  {
    urn: urn("homeport:index:DomainService", service),
    type: "homeport:index:DomainService",
    outputs: {
      domains: [`${service}.example.org`],
      also: [{ name: "admin", domains: ["admin.example.org"], pathPrefix: "/in" }],
      backups: backup === undefined ? {} : { [volume]: backup },
    },
  },
  {
    urn: urn("homeport:index:DomainService$docker:index/volume:Volume", `${service}-volume-${volume}`),
    type: "docker:index/volume:Volume",
    provider: provider(),
    outputs: {
      name: `prod-${service}-volume-${volume}-1`,
      labels: Object.entries({ ...labelsOf(service), "homeport.volume": volume }).map(([label, value]) => ({
        label,
        value,
      })),
    },
  },
];

const inspected = (one: FakeContainer): string =>
  JSON.stringify({
    id: idOf(one),
    name: `/${nameOf(one)}`,
    image: "site:1.4",
    imageId: "sha256:77",
    state: {
      Status: one.state ?? "running",
      ExitCode: one.exitCode ?? (one.state === "exited" ? 1 : 0),
      OOMKilled: false,
      StartedAt: "2026-11-27T10:00:00Z",
      FinishedAt: "2026-11-27T11:30:00Z",
      ...(one.health ? { Health: { Status: one.health, Log: [{ Output: secret }] } } : {}),
    },
    watched: one.watched ?? null,
    restarts: 0,
    memoryLimit: 2 ** 28,
    networks: { "prod-network-1": { NetworkID: "0" } },
    labels: { ...labelsIn(one), "com.example.token": secret },
  });

/** What the farm's pages say. */
export const farmPages = `# pxname,svname,status,type,check_status
router_router,router,UP,2,L7OK
router_router,BACKEND,UP,1,
== certificates
homeport_certificate_expiry_timestamp_seconds{domain="blog.example.org"} 1900000000
`;

export interface FakeWorld {
  readonly containers: readonly FakeContainer[];
  /** What `pulumi stack export` prints, by stack. */
  readonly states: Readonly<Record<string, string>>;
  /** What `pulumi stack history --json` prints, by stack. @default nothing was updated */
  readonly histories?: Readonly<Record<string, string>>;
  /** What every `ssh` says before it fails. @default it runs the command here */
  readonly sshFails?: string;
  /** What a container logged, by the engine's name of it. */
  readonly logs?: Readonly<Record<string, string>>;
  /** Lines of a script that the `docker` command begins with. */
  readonly docker?: string;
}

/**
 * Writes `pulumi`, `docker` and `ssh` that answer as they would; `calls` in the folder has what they were asked.
 * @returns the folder, as PATH wants it and with a project in it.
 */
export function fakeWorld({
  containers,
  states,
  histories = {},
  sshFails,
  logs = {},
  docker = "",
}: FakeWorld): string {
  const folder = mkdtempSync(join(tmpdir(), "homeport-world-"));
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const there = containers.filter(({ only }) => only !== "state");
  write("Pulumi.yaml", `name: ${project}\n`);
  write("stacks", JSON.stringify(Object.keys(states).map((name) => ({ name, resourceCount: 3 }))));
  for (const [stack, text] of Object.entries(states)) write(`export-${stack}`, text);
  for (const [stack, text] of Object.entries(histories)) write(`history-${stack}`, text);
  for (const one of there) write(`inspect-${idOf(one)}`, `${inspected(one)}\n`);
  for (const one of there) if (one.leads !== undefined) write(`leads-${idOf(one)}`, one.leads);
  for (const one of there) write(`logs-${idOf(one)}`, logs[nameOf(one)] ?? "");
  write("ids", there.map((one) => `${idOf(one)}\n`).join(""));
  write("stats", there.map((one) => `${idOf(one)}\t64MiB / 256MiB\n`).join(""));
  write("farm", farmPages);
  const program = (name: string, script: string) => {
    write(name, `#!/bin/sh\necho "${name} $*" >>${folder}/calls\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  };
  program(
    "pulumi",
    `case "$2" in
  ls) cat ${folder}/stacks;;
  export) [ -f ${folder}/export-$4 ] || { echo "error: no stack named '$4' found" >&2; exit 255; }; cat ${folder}/export-$4;;
  list) cat ${folder}/logs 2>/dev/null || { echo "error: unknown command" >&2; exit 255; };;
  decrypt) cat ${folder}/log;;
  history) [ -f ${folder}/history-$4 ] && cat ${folder}/history-$4 || echo "[]";;
esac`,
  );
  program(
    "docker",
    `${docker}
for last; do :; done
case "$1 $2" in
  "version --format") echo 28.5.1;;
  "ps --all") cat ${folder}/ids;;
  "container inspect") shift 4; for id; do cat ${folder}/inspect-$id 2>/dev/null || { echo "Error: No such container: $id" >&2; missing=1; }; done; exit \${missing:-0};;
  "volume ls") echo prod-notes-volume-data-1;;
  "stats --no-stream") cat ${folder}/stats;;
  "image inspect") printf 'sha256:77 ["mirror/site@sha256:${"b".repeat(64)}","site@sha256:${"a".repeat(64)}"]\\n';;
  "system df") echo '[{"Name":"prod-notes-volume-data-1","Size":"1.5GB"}]';;
  exec*) cat ${folder}/leads-$2 2>/dev/null || cat ${folder}/farm;;
  logs*) cat ${folder}/logs-$last 2>/dev/null || { echo "Error response from daemon: No such container: $last" >&2; exit 1; };;
  *) echo "the fake engine does not know: $*" >&2; exit 1;;
esac`,
  );
  program(
    "ssh",
    sshFails === undefined ? 'for last; do :; done\nexec sh -c "$last"' : `echo "${sshFails}" >&2\nexit 255`,
  );
  return folder;
}
