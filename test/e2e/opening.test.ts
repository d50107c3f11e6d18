import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask } from "../support/http";
import { trust } from "../support/trust";
import { e2e } from "./floor";
import type { Home } from "./home";
import { farm, lossesOf, newcomers, plainFarm, quick, whileAsking } from "./life/opened";
import { Workspace } from "./workspace";

/** A home from no service to some, and back; what fails in between takes nothing along that is good. */
e2e("a home that begins without services", () => {
  let workspace: Workspace;
  let home: Home;
  beforeAll(async () => {
    workspace = await Workspace.open("opening");
    home = await workspace.stack("prod");
  });
  afterAll(() => workspace?.close());

  const have = (answers: Record<string, string | null>) => home.configure({ "opening:answers": answers });
  const statusOf = async (name: string) => (await ask(farm, `${name}.example.org`)).status;

  /** The outputs are those of a home, whatever has failed. */
  async function expectOutputs(...names: string[]) {
    const { addresses, authority, services } = await home.outputs();
    expect(addresses).toMatchObject({ https: farm, http: plainFarm });
    expect(authority).toContain("BEGIN CERTIFICATE");
    expect(Object.keys(services as object).sort()).toEqual(names.sort());
  }

  test("comes up, and has nothing but its 404 page", async () => {
    await home.up();
    expect((await ask(plainFarm, "web.example.org")).status).toBe(404);
    await expect(ask(farm, "web.example.org"), "no handshake for any name").rejects.toThrow();
    await expectOutputs();
    await home.unchanged();
    trust(farm, (await home.outputs()).authority as string);
  });

  test("gets its first service", async () => {
    have({ web: "first" });
    await home.up();
    expect((await ask(farm, "web.example.org")).json().answer).toBe("first");
    await home.unchanged();
  });

  describe("whose update fails for one of its new services", () => {
    test("serves the other, keeps its visitors and its outputs, and says 503 for the one that is missing", async () => {
      have({ web: "first", good: "good", bad: null });
      const { result, reports } = await whileAsking([quick, newcomers], () => home.tryUp());
      expect(lossesOf(reports)).toEqual([]);
      expect(result.failure).toContain("publish the route of bad");
      expect(result.told).not.toMatch(/- addresses|- authority|- services/);
      expect((await ask(farm, "good.example.org")).json().answer).toBe("good");
      const missing = await ask(farm, "bad.example.org");
      expect([missing.status, missing.headers["retry-after"]]).toEqual([503, "60"]);
      await expectOutputs("web", "good", "bad");
    });

    test("and for a new version of one that is there: a further one is served even so", async () => {
      have({ web: null, good: "good", further: "further" });
      const { result, reports } = await whileAsking([quick], () => home.tryUp());
      expect(lossesOf(reports)).toEqual([]);
      expect(result.failure).toContain("publish the route of web");
      expect((await ask(farm, "further.example.org")).json().answer).toBe("further");
      expect((await ask(farm, "web.example.org")).json().answer).toBe("first");
    });

    test("goes on as if nothing had been, once they are mended", async () => {
      have({ web: "second", good: "good", further: "further" });
      const { reports } = await whileAsking([quick, newcomers], () => home.up());
      expect(lossesOf(reports)).toEqual([]);
      expect((await ask(farm, "web.example.org")).json().answer).toBe("second");
      await expectOutputs("web", "good", "further");
      await home.unchanged();
    });
  });

  test("loses all but one, and the last one", async () => {
    have({ web: "second" });
    const { reports } = await whileAsking([quick], () => home.up());
    expect(lossesOf(reports)).toEqual([]);
    have({});
    await home.up();
    expect((await ask(plainFarm, "web.example.org")).status).toBe(404);
    await expectOutputs();
    await home.unchanged();
    await home.undrifted();
    have({ web: "third" });
    await home.up();
    expect(await statusOf("web")).toBe(200);
  });
});
