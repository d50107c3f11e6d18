import { describe, expect, test } from "vitest";
import { type GuardRails, noGuardRails, readGuardRails } from "../../../../commands/shared/guardRails";
import ownRails from "../../../../guard-rails.json";

const read = (rails: unknown) => readGuardRails("rails.json", JSON.stringify(rails));
const hosts = {
  infra: { memory: "4GiB", shares: [{ environment: "review-*", memory: "512MiB", count: 2 }] },
};
const proven = { environments: ["prod"], images: ["a:1"], except: ["b-*"] };

describe("what a note takes from the guard rails", () => {
  test("is the memory of hosts and how environments share it, and images that have run", () => {
    expect(read({ all: "mandatory", "host-memory": { hosts }, "proven-images": proven })).toMatchObject({
      budgets: {
        infra: { memory: 4096, shares: [{ environment: "review-*", memory: 512, count: 2 }] },
      },
      proven,
    });
  });

  test.each([
    {},
    { all: "advisory", "host-memory": "mandatory", "proven-images": "advisory" },
    { "host-memory": "disabled", "proven-images": { enforcementLevel: "disabled", ...proven } },
    { all: "disabled", "host-memory": { hosts }, "proven-images": proven },
  ])("is nothing where they say nothing of it, or have it off: %j", (rails) => {
    expect(said(read(rails))).toEqual(said(noGuardRails));
  });

  test("is taken from a rule that is on where all others are off", () => {
    const rails = { all: "disabled", "host-memory": { enforcementLevel: "advisory", hosts } };
    expect(read(rails).budgets).toHaveProperty("infra");
  });

  test("is there in this project's own", () => {
    expect(Object.keys(read(ownRails).budgets)).toEqual(["infra"]);
    expect(read(ownRails).proven.environments).toEqual(["prod"]);
  });

  test.each([
    [[], "it is not"],
    [
      { "host-memory": { hosts: { infra: { memory: "4GB", shares: [] } } } },
      "host-memory.hosts.infra.memory",
    ],
    [{ "host-memory": { hosts: { infra: { memory: "4GiB" } } } }, "host-memory.hosts.infra.shares"],
    [{ "proven-images": { images: "a:1" } }, "proven-images.images"],
  ])("is refused where it is something else, with its place: %j", (rails, place) => {
    expect(() => read(rails)).toThrow(`rails.json: ${place}`);
  });
});

const said = ({ budgets, proven: { environments, images, except } }: GuardRails) => ({
  budgets,
  environments,
  images,
  except,
});
