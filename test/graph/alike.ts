import type { Recording, Resource } from "./recording";

/** What a stack's file may say: all else has to be alike. */
export interface StackFile {
  readonly stack: string;
  readonly ports: {
    readonly http: number;
    readonly https: number;
    readonly stats: number;
    readonly router: number;
  };
  /** The first three numbers of the subnet. */
  readonly subnet: string;
  readonly bindAddress: string;
}

export const stackFiles = {
  prod: {
    stack: "prod",
    ports: { http: 7070, https: 7443, stats: 8404, router: 88 },
    subnet: "172.30.70",
    bindAddress: "0.0.0.0",
  },
  staging: {
    stack: "staging",
    ports: { http: 7171, https: 7544, stats: 8505, router: 99 },
    subnet: "172.30.71",
    bindAddress: "127.0.0.1",
  },
} satisfies Record<string, StackFile>;

type Value = unknown;

/** A graph in which what a stack's file says is replaced by what it means, each only where it belongs. */
export function leveled({ resources, outputs }: Recording, file: StackFile): Value {
  const byName = [...resources].sort((a, b) => (`${a.type} ${a.name}` < `${b.type} ${b.name}` ? -1 : 1));
  return { outputs: addresses(outputs, file), resources: byName.map((resource) => level(resource, file)) };
}

function level({ size: _, ...resource }: Resource, file: StackFile): Value {
  const stack = (text: string) => text.replace(`Stack homeport-${file.stack}`, "Stack homeport");
  const { labels, ports, envs, stdin, subject, interpreter, entrypoints, ...inputs } = resource.inputs;
  return {
    ...resource,
    name: resource.type === "pulumi:pulumi:Stack" ? "homeport" : resource.name,
    parent: stack(resource.parent),
    outputs: addresses(resource.outputs, file),
    inputs: {
      ...(subnets(inputs, file) as object),
      labels: (labels as Label[] | undefined)?.map((label) => environmentOf(label, file)),
      ports: (ports as Port[] | undefined)?.map((port) => publishedAs(port, file)),
      // The home's services answer with their environment's name.
      envs: (envs as Value[] | undefined)?.map((env) =>
        env === `WHOAMI_NAME=${file.stack}` ? "WHOAMI_NAME=<environment>" : env,
      ),
      subject: subject && authorityOf(subject as { commonName: string }, file),
      stdin: mapped(stdin, (text) => configuration(text, file)),
      // Who has the farm's names inside listens where visitors are told to come.
      entrypoints: (entrypoints as string[] | undefined)?.map((text) => configuration(text, file)),
      // What was left behind is found by its labels.
      interpreter: (interpreter as string[] | undefined)?.map((text) =>
        // Who asks a container says that its visitor is the environment's farm.
        (subnets(text, file) as string).replaceAll(
          ` -v environment=${file.stack} `,
          " -v environment=<environment> ",
        ),
      ),
    },
  };
}

interface Label {
  label: string;
  value: string;
}
const environmentOf = ({ label, value }: Label, { stack }: StackFile) => ({
  label,
  value: label === "homeport.environment" && value === stack ? "<environment>" : value,
});

/** The environment's authority tells by its name whose it is. */
const authorityOf = (subject: { commonName: string }, { stack }: StackFile) => ({
  ...subject,
  commonName: subject.commonName.replace(
    new RegExp(`^Homeport (\\S+) ${stack}$`),
    "Homeport $1 <environment>",
  ),
});

interface Port {
  internal: number;
  external: number;
  ip: string;
}
const publishedAs = (port: Port, { ports, bindAddress }: StackFile) => ({
  ...port,
  external: Object.entries(ports).find(([, number]) => number === port.external)?.[0] ?? port.external,
  // The visitors' ports alone go where the stack's file says.
  ip:
    [ports.http, ports.https].includes(port.external) && port.ip === bindAddress ? "<bindAddress>" : port.ip,
});

/** The text of a proxy's configuration; its revision follows from the rest. */
const configuration = (text: string, file: StackFile) =>
  (subnets(text, file) as string)
    .replace(`bind :${file.ports.https}\n`, "bind :<https>\n")
    .replace(`bind :${file.ports.http}\n`, "bind :<http>\n")
    .replace(`X-Forwarded-Port ${file.ports.https}\n`, "X-Forwarded-Port <https>\n")
    .replaceAll(
      `location https://%[var(txn.domain)]:${file.ports.https}%`,
      "location https://%[var(txn.domain)]:<https>%",
    )
    .replace(/(frontend revision\n(?: {4}.*\n)* {4}.* string )[0-9a-f]{12}\n/, "$1<revision>\n")
    .replace(/(homeport-revision\/[\w-]+\/)[0-9a-f]{12}/g, "$1<revision>")
    .replace(/(http:\/\/127\.0\.0\.1:8406\/ 2>\/dev\/null\)" = )[0-9a-f]{12} /, "$1<revision> ")
    .replace(/(live\/revision-)[0-9a-f]{12}/g, "$1<revision>")
    .replace(/^revision [0-9a-f]{12}$/gm, "revision <revision>");

const addresses = (value: Value, { ports, ...file }: StackFile) =>
  mapped(subnets(value, { ports, ...file }), (text) =>
    text
      .replace(`--stack ${file.stack})`, "--stack <stack>)")
      .replace(`:${ports.https}:127.0.0.1`, ":<https>:127.0.0.1")
      .replace(/(?<=https:\/\/[\w.]+:)\d+/, (port) => (port === String(ports.https) ? "<https>" : port))
      .replace(`http://127.0.0.1:${ports.http}`, "http://127.0.0.1:<http>")
      .replace(`http://127.0.0.1:${ports.stats}/stats`, "http://127.0.0.1:<stats>/stats"),
  );

const subnets = (value: Value, { subnet }: StackFile) =>
  mapped(value, (text) => text.replaceAll(`${subnet}.`, "<subnet>."));

function mapped(value: Value, change: (text: string) => string): Value {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((one) => mapped(one, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapped(one, change)]));
}
