import { describe, expect, test } from "vitest";
import { notYet } from "../../../policy/known";
import { hostMemory } from "../../../policy/rules/hostMemory";
import { imageDigest } from "../../../policy/rules/imageDigest";
import { provenImages } from "../../../policy/rules/provenImages";
import { uniqueDomains } from "../../../policy/rules/uniqueDomains";
import { volumeBackup } from "../../../policy/rules/volumeBackup";
import { container, engine, judgeStack, resource } from "./judge";

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const running = (...images: string[]) =>
  images.map((image, at) => container({ image }, { name: `app-${at}` }));

describe("image-digest", () => {
  test("lets pass: digests, ids, and what is not known yet", () => {
    const all = [...running(`nginx:1@${digest("a")}`, digest("b")), container({ image: notYet })];
    expect(judgeStack(imageDigest, all)).toEqual([]);
  });

  test("finds tags, and says so once for all containers", () => {
    expect(judgeStack(imageDigest, running("b:1", "a:1", "b:1"))).toEqual([
      expect.stringContaining("by tag alone: a:1, b:1;"),
    ]);
  });

  test("does not look at what is excepted", () => {
    expect(judgeStack(imageDigest, running("b:1", "a:1"), { except: ["app-*"] })).toEqual([]);
  });
});

describe("volume-backup", () => {
  const volume = (place: object, props = {}) => resource("docker:index/volume:Volume", props, place);
  const service = (backups: object) =>
    resource("homeport:index:DomainService", { backups }, { name: "blog" });
  const urn = service({}).urn;
  const ofBlog = volume({ name: "blog-volume-data", in: "service", parent: urn });

  test("lets pass: what its service declares, a label, the configuration, and what Homeport can make again", () => {
    expect(judgeStack(volumeBackup, [service({ data: "restic" }), ofBlog])).toEqual([]);
    const labels = [{ label: "homeport.backup", value: "none" }];
    expect(judgeStack(volumeBackup, [volume({}, { labels })])).toEqual([]);
    expect(judgeStack(volumeBackup, [volume({ name: "db" })], { declared: { db: "pg_dump" } })).toEqual([]);
    expect(judgeStack(volumeBackup, [volume({ in: "farm" }), volume({ in: "router" })])).toEqual([]);
  });

  test("lets pass: the volumes of a service on several hosts, of which each host has one", () => {
    const part = resource("homeport:index:ServiceOnHost", {}, { name: "blog-attic", parent: urn });
    const onHost = volume({ name: "blog-attic-volume-data", in: "service", parent: part.urn });
    expect(judgeStack(volumeBackup, [service({ data: "restic" }), part, onHost])).toEqual([]);
    expect(judgeStack(volumeBackup, [service({}), part, onHost])).toHaveLength(1);
  });

  test("finds a volume that says how it is backed up, while nothing does it", () => {
    const all = [service({ data: { kind: "files" } }), ofBlog];
    const backups = (volumes: string[]) =>
      resource("homeport:index:Backups", { volumes }, { name: "backups" });
    const nothingDoes = [expect.stringContaining("nothing does it")];
    expect(judgeStack(volumeBackup, all)).toEqual(nothingDoes);
    expect(judgeStack(volumeBackup, [...all, backups(["blog/other"])])).toEqual(nothingDoes);
    expect(judgeStack(volumeBackup, [...all, backups(["blog/data"])])).toEqual([]);
  });

  test("lets pass what backups keep for themselves", () => {
    expect(judgeStack(volumeBackup, [volume({ name: "backups-state", in: "backups" })])).toEqual([]);
  });

  test("finds a service's volume of which nothing is said, and says where to say it", () => {
    expect(judgeStack(volumeBackup, [service({ other: "restic" }), ofBlog])).toEqual([
      expect.stringMatching(/nothing says how it is backed up.*the service's volumes/),
    ]);
  });

  test("takes a directory of the host for a volume, and files that the program says for none", () => {
    const photos = (backups: object) =>
      resource(
        "homeport:index:DomainService",
        { backups, directories: { all: "/srv/photos" } },
        { name: "photos" },
      );
    expect(judgeStack(volumeBackup, [photos({ all: "none" })])).toEqual([]);
    expect(judgeStack(volumeBackup, [photos({})], { declared: { "photos-volume-all": "none" } })).toEqual([]);
    expect(judgeStack(volumeBackup, [photos({})])).toEqual([
      expect.stringMatching(/^.*\/srv\/photos: nothing says how it is backed up/),
    ]);
    const labels = [{ label: "homeport.files", value: "blog" }];
    const files = volume({ name: "blog-files", in: "service", parent: urn }, { labels });
    expect(judgeStack(volumeBackup, [service({}), files])).toEqual([]);
  });

  test("finds a foreign one, and warns of the label that would replace it", () => {
    expect(judgeStack(volumeBackup, [volume({ name: "db" })])).toEqual([
      expect.stringMatching(/declared, example: \{ "db": "none" \}.*would replace the volume/),
    ]);
  });
});

describe("host-memory", () => {
  const here = (name: string, memory: unknown, environment = "prod") => {
    const labels = [{ label: "homeport.environment", value: environment }];
    return container({ memory, labels }, { name, provider: engine("attic") });
  };
  const budget = (memory: string, ...shares: object[]) => ({ hosts: { attic: { memory, shares } } });
  const prod = { environment: "prod", memory: "1GiB" };

  test("lets pass: containers that fit into their share, and shares that fit into their host", () => {
    const reviews = { environment: "review-*", memory: "512MiB", count: 2 };
    expect(judgeStack(hostMemory, [here("a", 512), here("b", 512)], budget("2GiB", prod, reviews))).toEqual(
      [],
    );
    expect(judgeStack(hostMemory, [here("a", 512, "review-7")], budget("2GiB", prod, reviews))).toEqual([]);
  });

  test("lets pass: a host without a budget, and containers of another host", () => {
    expect(judgeStack(hostMemory, [here("a", 99_999)])).toEqual([]);
    const elsewhere = container({ memory: 99_999 }, { provider: engine("cellar") });
    expect(judgeStack(hostMemory, [elsewhere, here("a", 1024)], budget("1GiB", prod))).toEqual([]);
  });

  test("finds containers that may take more than their environment's share", () => {
    expect(judgeStack(hostMemory, [here("a", 512), here("b", 513)], budget("2GiB", prod))).toEqual([
      expect.stringContaining("the 2 containers of prod may take 1025 MiB, and its share is 1GiB"),
    ]);
  });

  test("finds shares of all environments that do not fit into the host, also where this one would", () => {
    const reviews = { environment: "review-*", memory: "512MiB", count: 3 };
    expect(judgeStack(hostMemory, [here("a", 1)], budget("2GiB", prod, reviews))).toEqual([
      expect.stringContaining("its shares add up to 2560 MiB, and it has 2GiB"),
    ]);
  });

  test("finds an environment that has no share", () => {
    expect(judgeStack(hostMemory, [here("a", 1, "trial")], budget("2GiB", prod))).toEqual([
      expect.stringContaining("environment trial has no share"),
    ]);
  });
});

describe("unique-domains", () => {
  const service = (name: string, domains: string[], pathPrefix?: string) =>
    resource("homeport:index:DomainService", { domains, pathPrefix }, { name });
  const routed = (name: string, router: string, rule: string) =>
    container({ labels: [{ label: `traefik.http.routers.${router}.rule`, value: rule }] }, { name });

  test("lets pass: other domains, other paths, and another environment", () => {
    const labels = [{ label: "homeport.environment", value: "trial" }];
    const trial = service("trial", ["a.example.org"]);
    const all = [
      service("a", ["a.example.org"]),
      service("b", ["b.example.org"]),
      service("c", ["a.example.org"], "/c"),
      trial,
      container({ labels }, { name: "trial-0", in: "service", parent: trial.urn }),
    ];
    expect(judgeStack(uniqueDomains, all)).toEqual([]);
  });

  test("lets pass: containers that share one of Traefik's routers", () => {
    const rule = "Host(`a.example.org`)";
    expect(judgeStack(uniqueDomains, [routed("a-0", "a", rule), routed("a-1", "a", rule)])).toEqual([]);
  });

  test("finds two services for one address, and names both", () => {
    const all = [
      service("a", ["a.example.org"], "/x"),
      service("b", ["z.example.org", "a.example.org"], "/x"),
    ];
    expect(judgeStack(uniqueDomains, all)).toEqual([
      expect.stringContaining("a and b both serve a.example.org/x in prod"),
    ]);
  });

  test("finds two of Traefik's routers with one rule", () => {
    const rule = "Host(`a.example.org`)";
    expect(judgeStack(uniqueDomains, [routed("a", "a", rule), routed("b", "b", rule)])).toEqual([
      expect.stringContaining("Traefik's router a and Traefik's router b both serve Host(`a.example.org`)"),
    ]);
  });
});

describe("proven-images", () => {
  const proven = (...images: string[]) => ({ environments: ["prod"], images });

  test("lets pass: an environment that proves nothing, and what is not known yet", () => {
    expect(judgeStack(provenImages, running("a:1"), { environments: ["live"] })).toEqual([]);
    expect(judgeStack(provenImages, [container({ image: notYet })], proven())).toEqual([]);
  });

  test("lets pass: what has run, by tag, or by digest under any name", () => {
    const ran = proven(`a:1@${digest("a")}`, "b:2");
    const all = running("a:1", `mirror.example.org/a@${digest("a")}`, "b:2");
    expect(judgeStack(provenImages, all, ran)).toEqual([]);
  });

  test("finds an image that has not run, once, with those that would run it", () => {
    expect(judgeStack(provenImages, running("a:2", "a:2", "b:2"), proven("a:1", "b:2"))).toEqual([
      expect.stringContaining('no promotion has shown "a:2" at work (app-0, app-1)'),
    ]);
  });

  test("finds a tag that was moved to other layers", () => {
    const moved = `a:1@${digest("b")}`;
    expect(judgeStack(provenImages, running(moved), proven(`a:1@${digest("a")}`, "a:1"))).toEqual([
      expect.stringContaining(moved),
    ]);
  });
});
