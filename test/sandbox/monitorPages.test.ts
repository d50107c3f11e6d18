import * as path from "node:path";
import { hash } from "bcryptjs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildTestImages } from "../images/build";
import { type Container, containers, docker, runIn } from "../support/containers";
import { ask } from "../support/http";
import { trust } from "../support/trust";
import { waitFor } from "../support/wait";
import { figuresOfPage } from "../unit/monitor/figuresOfPage";
import { type Sandbox, startSandbox } from "./sandbox";

/** The pages of a monitor, as whoever asks the farm for them sees them. */

const project = path.join(__dirname, "fixtures/pages");
const base = "https://127.0.0.1:17450";
const password = "a password of anna's";
const anna = {
  headers: { authorization: `Basic ${Buffer.from(`anna:${password}`).toString("base64")}` },
};
let sandbox: Sandbox;

beforeAll(async () => {
  await buildTestImages(() => {});
  sandbox = await startSandbox({
    project,
    program: path.join(project, "index.ts"),
    stacks: ["prod"],
    config: { "pages:hash": await hash(password, 4) },
  });
  trust(base, String(sandbox.outputs.prod?.authority?.value));
});
afterAll(async () => {
  await sandbox?.stop();
});

const of = async (component: string, name = component): Promise<Container> => {
  const all = await containers({ "homeport.sandbox": sandbox.id, "homeport.component": component });
  return all.find((one) => one.Name.includes(name)) as Container;
};

const reads = (domain: string, has: string, as = {}): Promise<string> =>
  waitFor(`"${has}" at ${domain}`, async () => {
    const { status, text } = await ask(base, domain, "/", as);
    return status === 200 && text.includes(has) && text;
  });

test("the page with everything is for whoever has a password, and has every part", async () => {
  expect((await ask(base, "watch.example.org")).status).toBe(401);
  // Each part is there once what it tells of has been asked.
  for (const part of [
    "s to answer, last hour",
    "%, last 30 days</figcaption>",
    "<title>pages, prod: ",
    '<h3>blog: <span class="good">answers</span></h3>',
    "blog.example.org/health",
    "Memory of containers",
    "Disk of the engine",
    "<td>blog.example.org</td>",
  ])
    await reads("watch.example.org", part, anna);
  const page = await reads("watch.example.org", "<td>blog-0", anna);
  expect(page, "a container with its limit").toMatch(/<td>blog-0[^<]*<\/td><td>[\d.]+.iB of 256MiB<meter/);
  expect(page).not.toContain(' id="silent">');
  const barsOf = (label: string) =>
    page.match(new RegExp(`aria-label="${label}[^"]*".*?</svg>`))?.[0].match(/<rect x="\d+"/g);
  // Each its own bar alone, with a foot: the day and the hour that are not over.
  for (const [label, at] of [
    ["blog: how much", 290],
    ["blog: how long", 230],
    ["memory in use in", 230],
    ["disk in use on", 290],
  ] as const)
    expect(barsOf(label), label).toEqual([`<rect x="${at}"`, `<rect x="${at}"`]);
});

test("every figure that the page asks for is told by the real programs", async () => {
  const prometheus = await of("monitor-prometheus");
  const told = await runIn(prometheus, [
    "sh",
    "-c",
    `wget -q -O - --header "Authorization: Basic $(printf homeport:%s "$(cat /watch/secrets/password)" | base64 | tr -d '\\n')" http://127.0.0.1:9090/api/v1/label/__name__/values`,
  ]);
  const names: string[] = JSON.parse(told).data;
  const missing = figuresOfPage().filter((one) => !names.includes(one));
  // Of backups and of certificates from files, which this home has none of, and of receivers.
  expect(missing).toEqual([
    "alertmanager_notifications_failed_total",
    "homeport_backup_age_seconds",
    "homeport_backup_failures",
    "homeport_backup_moved_away",
    "homeport_certificate_problem",
    "homeport_rehearsed",
  ]);
  expect(names).toEqual(expect.arrayContaining(["ALERTS", "ALERTS_FOR_STATE"]));
});

test("the page for everybody has what is named for it, and its feed", async () => {
  const page = await reads("status.example.org", "Everything answers.");
  expect(page).toContain('<h3>Our blog: <span class="good">answers</span></h3>');
  expect(page).toContain("A disk was full.");
  for (const inner of ["blog.example.org", "watch", "monitor-", "attic", "blog-0"])
    expect(page, inner).not.toContain(inner);
  const feed = await ask(base, "status.example.org", "/feed.atom");
  expect(feed).toMatchObject({ status: 200, headers: { "content-type": "application/atom+xml" } });
  expect(feed.text).toContain("<updated>2026-11-20T09:40:00Z</updated>");
  for (const there of ["/..%2f..%2fetc%2fpasswd", "/made/", "/watch.html"])
    expect((await ask(base, "status.example.org", there)).status, there).toBe(404);
});

test("a page tells when nobody makes it any more, and is made anew afterwards", async () => {
  const prometheus = docker.getContainer((await of("monitor-prometheus")).Id);
  await prometheus.pause();
  try {
    const found = await of("watch");
    const source = found.Mounts.find(({ Destination }) => Destination === "/made")?.Name;
    const aging = await docker.createContainer({
      Image: found.Config.Image,
      Entrypoint: ["touch", "-d", "2026-01-01 00:00:00", "/made/index.html"],
      HostConfig: { Mounts: [{ Type: "volume", Source: source ?? "", Target: "/made" }], AutoRemove: true },
    });
    await aging.start();
    await reads("watch.example.org", 'id="silent">', anna);
  } finally {
    await prometheus.unpause();
  }
  await reads("watch.example.org", 'id="silent" hidden>', anna);
});
