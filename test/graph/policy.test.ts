import { describe, expect, test } from "vitest";
import { reviewSettings } from "../../commands/review/settings";
import { readStacks } from "../../components/settings/files";
import configuration from "../../guard-rails.json";
import { certified, everything, graphOf, hashes, labelsOf, named, root, secrets, zoneSecret } from "./graph";
import { judged } from "./judged";

describe("the home keeps to its own guard rails, also those that are mandatory", () => {
  test.each(["prod", "staging"])("in %s", async (stack) => {
    const home = await graphOf({ stack });
    expect(judged(home, stack, configuration)).toEqual([]);
    // Else nothing would have been looked at.
    const strict = judged(home, stack, { limits: { require: ["processes"] } });
    const services = ["blog-0", "blog-1", "consoles-0", "notes-0"].map((name) => `limits: ${name}`);
    const front = stack === "prod" ? ["public-address: farm-haproxy"] : [];
    const found = strict.map((line) => line.split(": ", 2).join(": "));
    expect([...new Set(found)].sort()).toEqual(["image-digest: stack", ...services, ...front]);
  });

  test.each(["files", "http-01", "dns-01"] as const)("with certificates by %s", async (source) => {
    expect(judged(await certified(source), "prod", configuration)).toEqual([]);
  });

  test("and its memory is counted by host, or a budget would never be reached", async () => {
    const hosts = { infra: { memory: "1GiB", shares: [{ environment: "prod", memory: "1GiB" }] } };
    const said = judged(await graphOf(), "prod", { ...configuration, "host-memory": { hosts } });
    expect(said).toEqual([expect.stringContaining("the 9 containers of prod may take 2816 MiB")]);
  });
});

describe("a merge request's environment", () => {
  const review = async () => {
    const stacks = readStacks(root, "homeport");
    const { values } = reviewSettings({
      number: 7,
      like: "staging",
      stacks,
      living: [],
      bindAddress: "127.0.0.1",
      subnets: "172.29.0.0/16",
    });
    const config = Object.fromEntries(
      Object.entries(values).map(([key, value]) => [`homeport:${key}`, value]),
    );
    return graphOf({ stack: "review-7", config });
  };

  test("keeps to the home's guard rails: it has a share of the host's memory", async () => {
    expect(judged(await review(), "review-7", configuration)).toEqual([]);
  });

  test("is found where nobody has given it memory, and where the host has too little for all that may come", async () => {
    const { infra } = configuration["host-memory"].hosts;
    const said = async (host: object) =>
      judged(await review(), "review-7", { ...configuration, "host-memory": { hosts: { infra: host } } });
    const shares = infra.shares.filter(({ environment }) => environment !== "review-*");
    expect(await said({ ...infra, shares })).toEqual([
      expect.stringContaining("environment review-7 has no share of its memory"),
    ]);
    const many = infra.shares.map((one) => (one.count ? { ...one, count: 3 } : one));
    expect(await said({ ...infra, shares: many })).toEqual([
      expect.stringContaining("its shares add up to 15360 MiB, and it has 9GiB"),
    ]);
  });
});

describe("a volume's backup", () => {
  test("is said by its service's outputs and by no label, which would replace the volume with its data", async () => {
    const all = await everything();
    expect(named(all, "shop").outputs).toMatchObject({ backups: { uploads: "restic, every night" } });
    expect(Object.keys(labelsOf(named(all, "shop-volume-uploads"))).sort()).toEqual([
      "homeport.component",
      "homeport.environment",
      "homeport.project",
      "homeport.volume",
    ]);
    const said = judged(all, "prod").filter((line) => line.startsWith("volume-backup"));
    // Resources come in no order that anybody promises.
    expect(said.map((line) => line.split(": ")[1]).sort()).toEqual([
      "database-volume-backup",
      "database-volume-data",
      "mirror-chest-volume-cache",
      "mirror-stable-volume-cache",
    ]);
  });
});

test("no finding shows a secret, however much is found", async () => {
  const strict = {
    limits: { require: ["memory", "processors", "processes"] },
    "host-memory": { hosts: { attic: { memory: "1MiB", shares: [] } } },
    "proven-images": { environments: ["prod"], images: [] },
  };
  const programs = [await everything(), await certified("dns-01")];
  const said = programs.flatMap((recording) => judged(recording, "prod", strict)).join("\n");
  for (const rule of [
    "limits",
    "image-digest",
    "public-address",
    "volume-backup",
    "host-memory",
    "proven-images",
  ])
    expect(said).toContain(`${rule}: `);
  for (const secret of [...secrets, ...hashes, zoneSecret]) expect(said).not.toContain(secret);
});
