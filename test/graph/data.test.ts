import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Remembered } from "../../components/survey/remembered";
import type { FakeEngine } from "../unit/hosts/dockerHost/fakeDocker";
import { containersOf, graphOf, labelsOf, named, ofType, type RunOptions, record, root } from "./graph";
import type { Recording } from "./recording";

const types = {
  container: "docker:index/container:Container",
  network: "docker:index/network:Network",
  volume: "docker:index/volume:Volume",
};
type Outputs = {
  readonly name: string;
  readonly labels?: object;
  readonly volumes?: object;
  readonly networksAdvanced?: object;
};

/** What the state knows of one resource, by its URN. */
const remembers = (
  parent: string,
  kind: keyof typeof types,
  name: string,
  outputs: Outputs,
): Record<string, Remembered> => ({
  [`urn:pulumi:prod::homeport::pulumi:pulumi:Stack$homeport:index:${parent}$${types[kind]}::${name}`]: {
    type: types[kind],
    outputs: { ...outputs },
  },
});
const notesData = remembers("DomainService", "volume", "notes-volume-data", { name: "data-1" });
const labels = (more: Record<string, string> = {}): string =>
  Object.entries({
    "homeport.project": "homeport",
    "homeport.environment": "prod",
    "homeport.component": "notes",
    "homeport.volume": "data",
    ...more,
  })
    .map(([label, value]) => `${label}=${value}`)
    .join(",");

const dataOf = (recording: Recording) => named(recording, "notes-volume-data");
const nameOfData = (recording: Recording) => dataOf(recording).inputs.name;

describe("the data of a service", () => {
  const kept: FakeEngine = { volumes: [`data-1\t${labels()}`] };

  test("that were kept are used again when it returns", async () => {
    expect(nameOfData(await graphOf({ state: {}, engine: kept }))).toBe("data-1");
  });

  test("are not those of a real deployment in a trial, which has no state, nor a trial's in a real one", async () => {
    expect(nameOfData(await graphOf({ engine: kept }))).toBeUndefined();
    const trial = { volumes: [`data-1\t${labels({ "homeport.trial": "yes" })}`] };
    expect(nameOfData(await graphOf({ state: {}, engine: trial }))).toBeUndefined();
  });

  test("stay where they are under whatever labels, and outlive their resource", async () => {
    const unlabelled: FakeEngine = { volumes: ["data-1\t"] };
    const recording = await graphOf({ state: notesData, engine: unlabelled });
    expect(nameOfData(recording)).toBe("data-1");
    const { retainOnDelete, ignoreChanges } = dataOf(recording);
    expect({ retainOnDelete, ignoreChanges }).toEqual({
      retainOnDelete: true,
      ignoreChanges: ["name", "labels", "driver", "driverOpts"],
    });
  });

  test("go with it where the environment is on trial, and in no other case", async () => {
    const config = { "homeport:network": { subnet: "172.30.70.0/24", keepVolumes: false } };
    expect(dataOf(await graphOf({ config })).retainOnDelete).toBe(false);
    const derived = ofType(await graphOf(), types.volume).filter(({ name }) => name !== "notes-volume-data");
    expect(derived.length).toBeGreaterThan(2);
    for (const { retainOnDelete } of derived) expect(retainOnDelete).toBe(false);
  });

  test("of another environment's name, which nothing uses, are told of once where it begins empty", async () => {
    const former = { volumes: [`data-0\t${labels({ "homeport.environment": "dev" })}`] };
    const { warnings } = await graphOf({ state: {}, engine: former });
    const said = warnings.filter((text) => text.includes("it begins empty"));
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('"data-0" (environment dev). Where these data are meant: existing: "data-0"');
  });
});

describe("a service is refused before it would begin empty", () => {
  async function refusal(options: RunOptions): Promise<string> {
    const { errors, resources } = await record(options);
    expect(errors.every(({ plain }) => plain)).toBe(true);
    expect(resources.map(({ name }) => name)).not.toContain("notes-0");
    return errors[0]?.text ?? "was not refused";
  }

  test("where its volume is gone", async () => {
    expect(await refusal({ state: notesData })).toContain(
      'notes.volumes.data: the volume "data-1" is not on host infra any more',
    );
  });

  test("where a container that the state does not know writes to its data", async () => {
    const writer = ["notes-0-cut", "running", "Up 2 minutes", "", "", "data-1", labels()].join("\t");
    const engine = { volumes: [`data-1\t${labels()}`], containers: [writer] };
    expect(await refusal({ state: {}, engine })).toContain(
      'the container "notes-0-cut" on host infra writes to',
    );
  });

  const file = join(root, "test/graph/fixtures/moving.ts");
  test.each<[string, string, FakeEngine]>([
    ["there", "here", { volumes: [`data-1\t${labels()}`], elsewhere: {} }],
    ["here", "there", { elsewhere: { volumes: [`data-1\t${labels()}`] } }],
  ])(
    "where its router is now %s and its data %s, whether the state knows them or not",
    async (to, from, engine) => {
      const moved = { file, config: { "moving:host": to }, engine };
      for (const state of [notesData, {}])
        expect(await refusal({ ...moved, state })).toContain(
          `notes.volumes.data: the data is on host ${from}, in the volume "data-1", and would not go along to host ${to}`,
        );
    },
  );

  test("and no more once the data were copied there under the same name", async () => {
    const both = { volumes: [`data-1\t${labels()}`], elsewhere: { volumes: [`data-1\t${labels()}`] } };
    const recording = await graphOf({
      file,
      config: { "moving:host": "there" },
      engine: both,
      state: notesData,
    });
    expect(nameOfData(recording)).toBe("data-1");
  });
});

describe("a place that was there before, of the same name on the host that its service goes to,", () => {
  const file = join(root, "test/graph/fixtures/movingPlaces.ts");
  const writer = (kind: string) => ({
    "homeport.project": "homeport",
    "homeport.environment": "prod",
    ...(kind === "service"
      ? { "homeport.component": "notes" }
      : { "homeport.component": "notes-worker", "homeport.application": "notes" }),
  });
  const stateOf = (kind: string) =>
    remembers(kind === "service" ? "DomainService" : "Application", "container", "notes-0", {
      name: "prod-notes-0-1",
      labels: Object.entries(writer(kind)).map(([label, value]) => ({ label, value })),
      volumes:
        kind === "service"
          ? [{ volumeName: "notes_data", containerPath: "/data" }]
          : [{ hostPath: "/srv/notes", containerPath: "/data" }],
    });
  const runs = ["prod-notes-0-1", "running", "Up 2 days", "", "", "notes_data", ""].join("\t");
  const there = { volumes: ["notes_data\t"] };

  test.each([
    ["service", "notes.volumes.data.existing", "notes_data"],
    ["application", "notes.volumes.data.directory", "/srv/notes"],
  ])("is refused for a %s as its own volume would be", async (kind, path, place) => {
    const config = { "moving:host": "there", "moving:kind": kind };
    const engine = { ...there, containers: [runs], elsewhere: there };
    const { errors, resources } = await record({ file, config, engine, state: stateOf(kind) });
    expect(errors[0]?.text).toContain(
      `${path}: the data is on host here, where prod-notes-0-1 writes to it, and would not go along to host there: "${place}" there is only called the same.`,
    );
    expect(resources.filter(({ type }) => type === types.container).map(({ name }) => name)).not.toContain(
      "notes-0",
    );
  });

  test("is taken where the service is new there, where it has been all along, and where its data may be lost", async () => {
    const config = { "moving:host": "there", "moving:kind": "service" };
    const state = stateOf("service");
    const stayed = { ...there, elsewhere: { ...there, containers: [runs] } };
    const left = { ...there, containers: [runs], elsewhere: there };
    const [fresh, same, careless] = await Promise.all([
      record({ file, config, engine: left, state: {} }),
      record({ file, config, engine: stayed, state }),
      record({ file, config: { ...config, "moving:backup": "none" }, engine: left, state }),
    ]);
    expect([fresh.errors, same.errors, careless.errors]).toEqual([[], [], []]);
    expect(careless.warnings.join("\n")).toContain(
      'it goes on with "notes_data" of host there. What the service wrote stays on host here',
    );
  });
});

test("a network keeps the labels that it was made with, whatever the stack is called by now", async () => {
  const former = [{ label: "homeport.environment", value: "production" }];
  const state = remembers("EnvironmentNetwork", "network", "network-bridge", {
    name: "net-1",
    labels: former,
  });
  const subnet = { IPAM: { Config: [{ Subnet: "172.30.70.0/24" }] } };
  const engine = {
    networks: [{ Name: "net-1", Labels: { "homeport.environment": "production" }, ...subnet }],
  };
  const recording = await graphOf({ state, engine });
  expect(labelsOf(named(recording, "network-bridge"))).toEqual({ "homeport.environment": "production" });
  expect(named(recording, "network-bridge").inputs.name).toBe("net-1");
});

test("a container that is gone is made anew, by a label; those that are there have none", async () => {
  const network = { networksAdvanced: [] };
  const state = {
    ...remembers("DomainService", "container", "blog-0", { name: "blog-0-1", ...network }),
    ...remembers("DomainService", "container", "blog-1", { name: "blog-1-1", ...network }),
  };
  const there = ["blog-0-1", "running", "Up 2 days", "", "", "", ""].join("\t");
  const recording = await graphOf({ state, engine: { containers: [there] } });
  expect(labelsOf(named(recording, "blog-1"))["homeport.anew"]).toBe("blog-1-1");
  expect(recording.warnings.join("\n")).toContain(
    "host infra: the container blog-1-1 is gone: it is made anew.",
  );
  const marked = containersOf(recording).filter((one) => "homeport.anew" in labelsOf(one));
  expect(marked.map(({ name }) => name)).toEqual(["blog-1"]);
});

describe("a volume that somebody else has made", () => {
  const file = join(root, "test/graph/fixtures/taking.ts");
  const used = (name: string, more: string): FakeEngine => ({
    volumes: ["cloud_html\t"],
    containers: [[name, "running", "Up 2 minutes", "", "", "cloud_html", more].join("\t")],
  });

  test("is refused where another environment's service has it: that one's container would be removed", async () => {
    const more = labels({
      "homeport.environment": "staging",
      "homeport.component": "cloud",
      "homeport.deploys": "stop-first",
    });
    const { errors, resources } = await record({ file, state: {}, engine: used("staging-cloud-0", more) });
    expect(errors[0]?.text).toContain('cloud.volumes.html.existing: the container "staging-cloud-0"');
    expect(resources.map(({ name }) => name)).not.toContain("cloud-0");
  });

  test("is taken beside a container of somebody else's, with a warning", async () => {
    const { errors, warnings, resources } = await record({ file, state: {}, engine: used("compose_1", "") });
    expect(errors).toEqual([]);
    expect(warnings.join("\n")).toContain('the container "compose_1" on host here has the volume');
    expect(resources.find(({ name }) => name === "cloud-0")?.inputs.volumes).toEqual([
      { volumeName: "cloud_html", containerPath: "/var/www/html" },
    ]);
  });
});
