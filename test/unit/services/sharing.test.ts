import { describe, expect, test } from "vitest";
import type { DomainService } from "../../../components/services/component";
import { take } from "../../../components/services/sharing";
import { madeUp } from "../madeUp";
import { refusals, routerOn } from "./refusals";

const attic = { hostName: "attic" };
const barn = { hostName: "barn" };
const [inAttic, inBarn] = [routerOn("attic", attic), routerOn("barn", barn)];

const held = (isPrivate: boolean) => new Map([["files", { isPrivate }]]);
const lender = (hosts: object[], isPrivate = false) =>
  madeUp<DomainService>("DomainService", {
    serviceName: "app",
    held: new Map(hosts.map((host) => [host, held(isPrivate)])),
  });
const app = lender([attic]);
const borrowed = (more: object = {}) => ({ name: "files", path: "/files", of: app, ...more });

describe("a volume of another service", () => {
  test("is taken where it is shared and on the same host, by as many containers as there are", () => {
    expect(refusals({ router: inAttic, volumes: [borrowed()] })).toEqual([]);
    expect(refusals({ router: inAttic, volumes: [borrowed({ shared: true })], replicas: 2 })).toEqual([]);
    const both = lender([attic, barn]);
    expect(refusals({ router: [inAttic, inBarn], volumes: [borrowed({ of: both })] })).toEqual([]);
  });

  test("may be called as one of another lender, or of the service itself", () => {
    const volumes = [borrowed(), borrowed({ path: "/b" }), { name: "files", path: "/own", shared: true }];
    expect(refusals({ router: inAttic, volumes })).toEqual([]);
  });

  test.each([
    [
      "that is private",
      { of: lender([attic], true) },
      'volumes.0.of: "files" of app is private, and two services would write to it at once; where both are made for that, say shared: true there; else let one of them have it',
    ],
    [
      "on another host",
      { of: lender([barn]) },
      "volumes.0.of: app is not on host attic, and a volume is on one host; name a router of the same host for both",
    ],
    [
      "that it has not",
      { name: "data" },
      'volumes.0.name: app has no volume of its own that is called "data"; it has files',
    ],
    [
      "as one's own",
      { shared: false },
      "volumes.0.shared: false: app writes to the volume too; leave it out",
    ],
    [
      "with a backup of one's own",
      { backup: "restic" },
      'volumes.0.backup: "restic": the volume belongs to app, which says it; leave it out here',
    ],
    [
      "that is the engine's too",
      { existing: "kept" },
      'volumes.0.existing: "kept": the volume belongs to app, which says it; leave it out here',
    ],
  ])("%s is refused", (_, more, problem) => {
    expect(refusals({ router: inAttic, volumes: [borrowed(more)] })).toEqual([problem]);
  });

  test("is refused where one of several hosts has it not", () => {
    expect(refusals({ router: [inAttic, inBarn], volumes: [borrowed()] })).toEqual([
      "volumes.0.of: app is not on host barn, and a volume is on one host; name a router of the same host for both",
    ]);
  });
});

describe("a volume of the engine that another service has too", () => {
  const existing = (more: object = {}) => ({ name: "html", path: "/html", existing: "kept_html", ...more });
  const host = attic as never;
  take({ host, volume: "kept_html", service: "first", isPrivate: true });
  take({ host, volume: "kept_both", service: "first", isPrivate: false });

  test("is refused where one of the two wants it for itself", () => {
    const problem = (name: string) =>
      `volumes.0.existing: "${name}" is a volume of first too, and two services would write to it at once; where both are made for that, say shared: true in both; else let one of them have it`;
    expect(refusals({ router: inAttic, volumes: [existing()] })).toEqual([problem("kept_html")]);
    expect(refusals({ router: inAttic, volumes: [existing({ shared: true })] })).toEqual([
      problem("kept_html"),
    ]);
    expect(refusals({ router: inAttic, volumes: [existing({ existing: "kept_both" })] })).toEqual([
      problem("kept_both"),
    ]);
  });

  test("is taken where both share it, and on another host it is another one", () => {
    const both = existing({ existing: "kept_both", shared: true });
    expect(refusals({ router: inAttic, volumes: [both] })).toEqual([]);
    expect(refusals({ router: inBarn, volumes: [existing()] })).toEqual([]);
  });
});
