import { setMaxListeners } from "node:events";
import * as pulumi from "@pulumi/pulumi";
import pLimit from "p-limit";
import type { Engines, ProviderInputs } from "./engines/engines";
import { makeCommand } from "./kinds/command";
import { makeContainer } from "./kinds/container";
import type { Bench, Made, Maker } from "./kinds/kind";
import { makeNetwork } from "./kinds/network";
import { makeId, makePassword } from "./kinds/random";
import { makeRequest, makeSelfSigned, makeSigned } from "./kinds/tls";
import { makePrivateKey } from "./kinds/tlsKey";
import { makeVolume } from "./kinds/volume";
import type { Failure, Progress } from "./messages";

const makers: Record<string, Maker> = {
  "docker:index/network:Network": makeNetwork,
  "docker:index/volume:Volume": makeVolume,
  "docker:index/container:Container": makeContainer,
  "command:local:Command": makeCommand,
  "random:index/randomPassword:RandomPassword": makePassword,
  "random:index/randomId:RandomId": makeId,
  "tls:index/privateKey:PrivateKey": makePrivateKey,
  "tls:index/selfSignedCert:SelfSignedCert": makeSelfSigned,
  "tls:index/certRequest:CertRequest": makeRequest,
  "tls:index/locallySignedCert:LocallySignedCert": makeSigned,
};

/** As many at once as the real engine does by default. */
const atOnce = 16;

/**
 * Pulumi's own test monitor, with a `newResource` that really makes the resource. Pulumi's order of
 * dependencies stays: a resource is asked for only when all it depends on has been made.
 *
 * After a failure nothing new starts, as with the real engine. The failed resource and those behind it are
 * simply never answered: an answer with an error would reject every output that hangs on it, each an
 * unhandled rejection that says the same.
 */
export class Monitor implements pulumi.runtime.Mocks {
  readonly failures: Failure[] = [];
  private readonly limit = pLimit(atOnce);
  private readonly given = new AbortController();
  private underWay = 0;
  private quiet: () => void = () => {};

  /** Resolves when something has failed and nothing is under way any more. */
  readonly gaveUp = new Promise<void>((resolve) => {
    this.quiet = resolve;
  });

  constructor(
    private readonly bench: Omit<Bench, "signal" | "docker">,
    private readonly engines: Engines,
    private readonly report: (progress: Progress) => void,
  ) {
    // All that is made at once listens, and Node takes more than ten for a leak.
    setMaxListeners(0, this.given.signal);
  }

  async newResource(args: pulumi.runtime.MockResourceArgs): Promise<pulumi.runtime.MockResourceResult> {
    if (args.custom === false) return { id: "", state: args.inputs };
    if (args.type.startsWith("pulumi:providers:")) return { id: this.provide(args), state: args.inputs };
    const made = await this.limit(() => this.make(args));
    return { id: made.id, state: { ...args.inputs, ...made.outputs } };
  }

  async call({ token }: pulumi.runtime.MockCallArgs): Promise<pulumi.runtime.MockCallResult> {
    // A sandbox keeps none.
    if (token === "pulumi:pulumi:readStackResourceOutputs") return {};
    this.fail({ text: `the sandbox does not know the function ${token}` });
    return never();
  }

  /** Starts nothing more and ends what waits; `gaveUp` resolves when the engine has nothing of ours to do. */
  fail(failure: Failure): void {
    this.failures.push(failure);
    this.given.abort();
    this.whenQuiet();
  }

  private provide({ type, name, inputs }: pulumi.runtime.MockResourceArgs): string {
    if (type !== "pulumi:providers:docker") return name;
    return this.engines.add(withoutSecrets(inputs) as ProviderInputs);
  }

  private async make({ type, name, inputs, provider }: pulumi.runtime.MockResourceArgs): Promise<Made> {
    if (this.given.signal.aborted) return never();
    const started = Date.now();
    this.underWay++;
    try {
      const maker = makers[type];
      if (!maker) throw new Error("the sandbox does not know this type of resource");
      const bench = { ...this.bench, docker: this.engines.of(provider), signal: this.given.signal };
      const made = await maker(name, withoutSecrets(inputs), bench);
      this.report({ resource: name, type, milliseconds: Date.now() - started, warnings: warningsOf(made) });
      return made;
    } catch (error) {
      // What was ended because something else had failed is not a failure of its own.
      if (!this.given.signal.aborted) this.fail({ resource: name, type, text: saidBy(error) });
      return never();
    } finally {
      this.underWay--;
      this.whenQuiet();
    }
  }

  private whenQuiet(): void {
    if (this.given.signal.aborted && this.underWay === 0) this.quiet();
  }
}

/** Inputs arrive with their secrets wrapped; an engine needs the values. The wrapped ones are echoed. */
function withoutSecrets(inputs: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(inputs).map(([key, value]) => [key, pulumi.runtime.unwrapRpcSecret(value)]),
  );
}

function warningsOf({ outputs }: Made): string | undefined {
  return typeof outputs.stderr === "string" && outputs.stderr !== "" ? outputs.stderr : undefined;
}

/** An engine's own words, without dockerode's frame around them. */
function saidBy(error: unknown): string {
  const { json, message } = error as Error & { json?: { message?: string } };
  return json?.message ?? message.trim();
}

function never<T>(): Promise<T> {
  return new Promise(() => {});
}
