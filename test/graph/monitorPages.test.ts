import { beforeAll, expect, test } from "vitest";
import { graphOf, named, record } from "./graph";
import { judged } from "./judged";
import type { Recording } from "./recording";

const hash = `$2b$10$${"secretofthehash".padEnd(53, "x")}`;
let recording: Recording;
beforeAll(async () => {
  recording = await graphOf({
    program: "monitorPages",
    config: { "pages:hash": hash },
    secretKeys: ["pages:hash"],
  });
});

const mountsOf = (name: string) =>
  ((named(recording, name).inputs.volumes ?? []) as { containerPath: string; readOnly?: boolean }[]).map(
    ({ containerPath, readOnly = false }) => `${containerPath} ${readOnly}`,
  );

test("pages are served by containers that may write nothing, and know no password of the monitor's", () => {
  for (const name of ["watch-0", "status-0"]) {
    const { inputs } = named(recording, name);
    expect(inputs, name).toMatchObject({
      capabilities: { drops: ["ALL"] },
      readOnly: true,
      user: "65534:65534",
    });
    expect(inputs.ports, name).toBeUndefined();
    expect((inputs.capabilities as { adds?: string[] }).adds ?? [], name).toEqual([]);
    expect(mountsOf(name)).toEqual(["/made true"]);
  }
});

test("the monitor writes where they read, and tells Prometheus of them without making it anew", () => {
  expect(mountsOf("monitor-prometheus").sort()).toEqual([
    "/pages/status false",
    "/pages/watch false",
    "/watch false",
  ]);
  const told = JSON.stringify(named(recording, "command:local:Command monitor-prometheus-told").inputs.stdin);
  for (const file of ["> watch.html", "> status.html", "> status.atom"]) expect(told).toContain(file);
});

test("the guard rails find nothing in them but images without a digest", () => {
  const said = judged(recording, "prod").filter((line) => /watch|status/.test(line));
  expect(said.filter((line) => !line.startsWith("image-digest"))).toEqual([]);
});

const open = (warnings: readonly string[]) =>
  warnings.filter((text) => text.includes("whoever finds the farm"));

test("a page with everything that asks nobody is warned of, where others than this machine reach the farm", async () => {
  expect(open(recording.warnings)).toEqual([]);
  expect(open((await graphOf({ program: "monitorPages", stack: "staging" })).warnings)).toEqual([]);
  expect(open((await graphOf({ program: "monitorPages" })).warnings)).toEqual([
    expect.stringMatching(/^watch: .*users, allow or clientAuthority$/),
  ]);
});

test("a page for everybody shows what is watched alone", async () => {
  const { errors } = await record({ program: "monitorPages", config: { "pages:left": '["wiki"]' } });
  expect(errors.map(({ text }) => text).join()).toContain(
    'monitor.services: status shows "Wiki" (wiki), which is not among them',
  );
});

test("a page that the farm serves and the monitor does not know would stay empty, and is refused", async () => {
  const { errors } = await record({ program: "monitorPages", config: { "pages:left": '["status"]' } });
  expect(errors.map(({ text }) => text).join()).toContain(
    "monitor.services: status is a page of a monitor, and not among them, so that nobody makes it; add it",
  );
});

test("the home is watched where its settings say so, with images of theirs, and not where they do not", async () => {
  const images = {
    prometheus: "registry.example.org/prometheus:v2.53.3",
    agent: "registry.example.org/agent:v1.9.0",
  };
  const home = await graphOf({
    config: {
      "homeport:monitor": JSON.stringify({ domains: ["watch.example.org"], allow: ["192.168.1.0/24"] }),
      "homeport:images": JSON.stringify(images),
    },
  });
  expect(named(home, "watch-0").inputs.image).toBeDefined();
  expect(open(home.warnings)).toEqual([]);
  expect(JSON.stringify(home.resources)).toContain(images.prometheus);
  expect(JSON.stringify(home.resources)).toContain(images.agent);
  const bare = await graphOf({});
  expect(bare.resources.filter(({ name }) => /^(monitor|watch)/.test(name))).toEqual([]);
});
