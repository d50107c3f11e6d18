import { setTimeout } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import type { HostFacts } from "../../components/hosts/hostSetup/facts";
import { readConfig } from "../sandbox/config";
import { root } from "../support/root";
import { type Monitor, overhear } from "./overhear";
import type { Job, Recording } from "./recording";
import { plain } from "./wire";

/** Runs one program in a process of its own, because Pulumi's runtime is one per process, and tells the graph. */
process.once("message", async (job: Job) => {
  process.send?.(await record(job), () => process.exit(0));
});

async function record(job: Job): Promise<Recording> {
  process.chdir(job.project);
  const { project, values, secretKeys } = readConfig(job.project, job.stack, job.config);
  await pulumi.runtime.setMocks(
    { newResource: made(job), call: () => ({ outputs: job.state }) },
    project,
    job.stack,
    job.preview,
    "organization",
  );
  pulumi.runtime.setAllConfig(values, [...secretKeys, ...job.secretKeys]);

  const warnings: string[] = [];
  pulumi.log.warn = async (text: string) => void warnings.push(text);
  const resources = overhear(pulumi.runtime.getMonitor() as unknown as Monitor);

  const errors: Error[] = [];
  const stopped = new Promise<Record<string, unknown>>((resolve) => {
    const stop = (error: Error) => {
      errors.push(error);
      // As Pulumi's own host does.
      void pulumi.log.error(error.message);
      resolve({});
    };
    process.on("uncaughtException", stop).on("unhandledRejection", stop);
    run(job.program).then(resolve, stop);
  });
  const outputs = await stopped;
  if (job.goesOn && errors.length > 0) await setTimeout(2_000);
  return { resources, outputs, errors: errors.map(told), warnings };
}

async function run(file: string): Promise<Record<string, unknown>> {
  let exported: Record<string, unknown> = {};
  await pulumi.runtime.runInPulumiStack(async () => {
    exported = require(file);
    return exported;
  });
  await pulumi.runtime.disconnect();
  return plain(await pulumi.runtime.serializeProperties("outputs", exported)) as Record<string, unknown>;
}

/** As the engine's user would read it; `plain` where that is the text alone. */
function told(error: Error): Recording["errors"][number] {
  return { text: error.message, plain: pulumi.RunError.isInstance(error) };
}

/** What providers would answer. Containers are called what the program calls them, so that stacks can be compared. */
const made =
  ({ preview, said = {} }: Job) =>
  ({ name, inputs, type }: pulumi.runtime.MockResourceArgs): pulumi.runtime.MockResourceResult => {
    const secret = (value: string) => ({
      [pulumi.runtime.specialSigKey]: pulumi.runtime.specialSecretSig,
      value,
    });
    const password = { result: secret(generated(name)), bcryptHash: secret(hashed(name)) };
    const certificate = {
      // Whose it is stands above, where no reader of certificates looks.
      certPem: `certificate-of-${name}\n${root.certificate}`,
      // Whenever the tests run, it has not begun yet, and what it issues is the same.
      validityStartTime: "2099-01-01T00:00:00Z",
    };
    const answers: Record<string, Record<string, unknown>> = {
      "docker:index/container:Container": { name, networkDatas: joined(inputs) },
      "docker:index/network:Network": { name },
      "docker:index/volume:Volume": {
        name,
        mountpoint: `/var/lib/docker/volumes/${inputs.name ?? name}/_data`,
      },
      "random:index/randomPassword:RandomPassword": password,
      "tls:index/privateKey:PrivateKey": {
        privateKeyPem: secret(`${keyOf(name)}\n${root.key}`),
        privateKeyOpenssh: secret(keyOf(name)),
        publicKeyOpenssh: `shown-for-${name}\n`,
      },
      "tls:index/selfSignedCert:SelfSignedCert": certificate,
    };
    const stderr = said[name];
    if (stderr !== undefined) return { id: `${name}-id`, state: { ...inputs, stderr } };
    // The first thing that is known of a new VM is its host key.
    if (name.endsWith("-disk-with-data")) return { id: `${name}-id`, state: { ...inputs, stdout: hostKey } };
    // Drawn before, on a host that was there before.
    if (name.endsWith("-mark")) return { id: `${name}-id`, state: { ...inputs, stdout: "0123456789abcdef" } };
    if (name.endsWith("-files-lot"))
      return { id: `${name}-id`, state: { ...inputs, stdout: "0123456789ab" } };
    // A host that was there before is known at a preview too.
    if (name.endsWith("-facts"))
      return { id: `${name}-id`, state: { ...inputs, stdout: JSON.stringify(facts) } };
    // At a preview nobody knows yet what will be made.
    const unknown = preview && type in answers;
    return { id: unknown ? "" : `${name}-id`, state: unknown ? inputs : { ...answers[type], ...inputs } };
  };

const hostKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBVRNVjM3BZV8mNyQNP9v7spakb39F+NW0PsCaGjD+Bf";
const facts: HostFacts = {
  os: { id: "debian", version: "13", name: "Debian GNU/Linux 13 (trixie)" },
  kernel: "6.12.0",
  architecture: "amd64",
  processors: 2,
  memoryBytes: 2 ** 31,
  disk: { path: "/var/lib/docker", bytes: 2 ** 34, freeBytes: 2 ** 33 },
  addresses: ["10.0.0.12"],
  engine: { version: "26.1.5", api: "1.45" },
  compose: null,
};
const joined = ({ networksAdvanced = [] }: { networksAdvanced?: { name: string }[] }) =>
  networksAdvanced.map(({ name }) => ({ networkName: name, ipAddress: "192.0.2.7" }));

const generated = (name: string) => `generated-for-${name}`;
const keyOf = (name: string) => `key-of-${name}`;

/** Has the form of a hash, and the name in it. */
const hashed = (name: string) => `$2a$10$${`hash/for/${name}/`.padEnd(53, ".")}`;
