import { afterAll, beforeAll, expect, test } from "vitest";
import { e2e } from "./floor";
import type { Home } from "./home";
import { noteOf } from "./note";
import { Workspace } from "./workspace";

e2e("a note is made of what the engine says today", () => {
  let workspace: Workspace | undefined;
  let home: Home;
  beforeAll(async () => {
    workspace = await Workspace.open("reviewed");
    home = await workspace.stack("staging");
  });
  afterAll(() => workspace?.close());

  function note(change?: string): Promise<string> {
    home.configure({ "scenario:change": change });
    return noteOf(home);
  }

  test("of a new home", async () => {
    const text = await note();
    expect(text).toContain("### `staging`: 3 services added");
    expect(text).toContain("| new `vault` | `homeport-test/echo:1`; 64 MiB; `vault.example.org` |");
    expect(text).not.toContain("not added up");
  });

  test("of one that stays as it is, and of changes to it", async () => {
    await home.up();
    expect(await note()).toContain("✅ Nothing changes.");
    const several = await note("several");
    expect(several).toContain("### `staging`: 1 service added, 2 services changed and 1 service removed");
    expect(several).toContain("`notes` is replaced: away until");
    expect(several).toMatch(/`blog` \| image `homeport-test\/site:1` → .* \| start-first: no request lost/);
  });

  test("without a secret of its services", async () => {
    const secrets = Object.values(await home.outputs()).filter((value) => typeof value === "string");
    expect(secrets.length).toBeGreaterThan(0);
    const text = await note("several");
    for (const secret of secrets) expect(text).not.toContain(secret);
  });
});
