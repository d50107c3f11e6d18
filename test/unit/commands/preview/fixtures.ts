import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { type Review, type ReviewOptions, reviewOf } from "../../../../commands/preview/model/review";
import { type Digest, readDigest, type Step } from "../../../../commands/preview/read/digest";
import { type Budget, type GuardRails, noGuardRails } from "../../../../commands/shared/guardRails";

/** What the real engine wrote, see `test/fixtures/preview/record.ts`. */
export const recorded = (name: string): string =>
  gunzipSync(readFileSync(join(__dirname, "../../../fixtures/preview", `${name}.json.gz`))).toString();

/** When most of them were recorded. */
export const recordedAt = new Date("2026-11-22T12:00:00Z");

/** Without guard rails. */
export const reviewOptions: ReviewOptions = { guardRails: noGuardRails, skipped: [], now: recordedAt };

/** Guard rails that say of the host `infra` what containers may take of it, in mebibytes. */
export const infraHas = (memory: number, ...shares: Budget["shares"]): GuardRails => ({
  ...noGuardRails,
  budgets: { infra: { memory, shares } },
});

export const review = (names: readonly string[], options: Partial<ReviewOptions> = {}): Review =>
  reviewOf(
    names.map((name) => readDigest(name, recorded(name))),
    { ...reviewOptions, ...options },
  );

export const reviewText = (text: string, options: Partial<ReviewOptions> = {}): Review =>
  reviewOf([readDigest("preview.json", text)], { ...reviewOptions, ...options });

const types = {
  container: "homeport:index:DomainService$docker:index/container:Container",
  volume: "docker:index/volume:Volume",
  provider: "homeport:index:DockerHost$pulumi:providers:docker",
  other: "random:index/randomPassword:RandomPassword",
  network: "docker:index/network:Network",
  service: "homeport:index:DomainService",
  command: "homeport:index:DomainService$command:local:Command",
  store: "homeport:index:HaproxyFarm$command:local:Command",
} as const;

export const urn = (type: string, name: string, stack = "prod"): string =>
  `urn:pulumi:${stack}::homeport::${type}::${name}`;

interface Made {
  readonly type: keyof typeof types;
  readonly name: string;
  readonly ops: readonly string[];
  readonly parent?: string;
  readonly old?: Record<string, unknown>;
  readonly now?: Record<string, unknown>;
  readonly outputs?: Record<string, unknown>;
  readonly provider?: string;
  readonly retainOnDelete?: boolean;
  readonly deletedWith?: string;
}

/** Steps of a resource as the engine tells them, with as little as a test needs. */
export function steps({ type, name, ops, old, now, provider = engine, ...more }: Made): Step[] {
  const state = (inputs: Record<string, unknown>) => ({ provider, inputs, ...more });
  return ops.map((op) => ({
    op,
    urn: urn(types[type], name),
    oldState: op === "create" ? undefined : state(old ?? {}),
    newState: op === "delete" || op === "delete-replaced" ? undefined : state(now ?? old ?? {}),
  }));
}

/** Of a container that is made by the host `infra`. */
const engine = `${urn(types.provider, "infra-engine")}::0123`;

export const service = (name: string): string => urn("homeport:index:DomainService", name);

export const digest = (all: readonly Step[], more: Partial<Digest> = {}): Digest => ({
  project: "homeport",
  stack: "prod",
  steps: [...all],
  diagnostics: [],
  changeSummary: {},
  ...more,
});

export const limited = (mebibytes: number) => ({ image: "site:1", memory: mebibytes });

/** Steps of a service's only container. */
export const container = (name: string, ops: string[], old: number, now = old) =>
  steps({
    type: "container",
    name: `${name}-0`,
    parent: service(name),
    ops,
    old: limited(old),
    now: limited(now),
  });
