import { spawn } from "node:child_process";
import { once } from "node:events";
import * as net from "node:net";
import * as path from "node:path";
import Docker from "dockerode";
import { expect, it } from "vitest";
import { buildTestImages } from "../images/build";
import { testImages } from "../images/tags";
import { sandboxes } from "./clean";
import { answered } from "./curl";

/** Ports and networks that an environment on the same machine does not use. */
const ports = { http: 27070, https: 27443, stats: 28404, router: 27088 };
const subnet = (text: string) => JSON.stringify({ "homeport:network": { subnet: text } });
const words = [
  "--config",
  JSON.stringify({ "homeport:ports": ports, "homeport:images": testImages }),
  "--prod",
  subnet("10.213.70.0/24"),
  "--staging",
  subnet("10.213.71.0/24"),
];

function start() {
  const child = spawn(process.execPath, ["--import", "tsx", path.join(__dirname, "start.ts"), ...words]);
  // A trial goes on where nobody ends it, also when these tests are killed.
  process.once("exit", () => child.kill("SIGINT"));
  const said = { text: "" };
  const closed = once(child, "close").then(([code]) => code as number);
  const hear = (text: string) => {
    said.text += text;
  };
  child.stdout.setEncoding("utf8").on("data", hear);
  child.stderr.setEncoding("utf8").on("data", hear);
  return { child, said, closed };
}

async function left(pid: number | undefined): Promise<string[]> {
  const owners = [...(await sandboxes(new Docker())).values()];
  return owners.filter((owner) => owner.includes(`/${pid}/`));
}

it("npm start prints only what answers, refuses a second one at once, and Ctrl-C removes everything", async () => {
  await buildTestImages(() => {});
  const { child, said, closed } = start();
  const over = () => said.text.includes("Next: ") || child.exitCode !== null;
  await expect.poll(over, { timeout: 400_000, interval: 200 }).toBe(true);
  expect(said.text).toContain("Next: ");

  const curls = said.text.match(/curl -i .*/g) ?? [];
  expect(curls.length).toBeGreaterThan(1);
  expect(curls.filter((line) => line.includes("https://watch.example.org:"))).toHaveLength(1);
  for (const line of curls) await answered(line, { seconds: 1 });
  expect(said.text).toMatch(/^\[4\/5\] both environments \(prod, staging\): \d+\.\d s$/m);
  for (const stack of ["prod", "staging"]) {
    expect(said.text).toMatch(
      new RegExp(`^${stack}: https://127\\.0\\.0\\.1:\\d+   statistics: http://127`, "m"),
    );
  }

  const second = start();
  expect(await second.closed, second.said.text).toBe(1);
  expect(second.said.text).toMatch(
    /^\s*Another trial is running, in \S+ \(process \d+\): it has port 27070\.\n {2}Stop that one with Ctrl-C, or/,
  );
  expect(second.said.text).toContain(`(process ${child.pid})`);

  child.kill("SIGINT");
  expect(await closed, said.text).toBe(0);
  expect(said.text).toMatch(/removed: \d+ containers, networks and volumes/);
  expect(await left(child.pid)).toEqual([]);
});

it("npm start leaves nothing where a port is taken, and says which and what to do", async () => {
  const other = net.createServer().listen(ports.http, "127.0.0.1");
  await once(other, "listening");
  try {
    const { child, said, closed } = start();
    expect(await closed, said.text).toBe(1);
    expect(said.text).toMatch(/prod: farm\.ports\.http: port 27070 of .* is held by another program/);
    expect(said.text).toContain("With other ports and networks: npm start -- --config");
    expect(await left(child.pid)).toEqual([]);
  } finally {
    other.close();
  }
});
