import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { namedSecrets, settingsForms } from "../fixtures/settingsForms";
import { e2e } from "./floor";
import type { Home } from "./home";
import { subnets, Workspace } from "./workspace";

e2e("every setting in each documented form passes Pulumi's own checks and a preview", () => {
  let workspace: Workspace | undefined;
  let home: Home;
  beforeAll(async () => {
    workspace = await Workspace.open("home");
    home = await workspace.stack("prod");
  });
  afterEach(() => home.restore());
  afterAll(() => workspace?.close());

  test.each(Object.entries(settingsForms))("%s", async (_, settings) => {
    const values = { network: { subnet: subnets.prod }, ...settings };
    home.configure(
      Object.fromEntries(Object.entries(values).map(([name, value]) => [`homeport:${name}`, value])),
    );
    for (const name of namedSecrets.filter((one) => JSON.stringify(settings).includes(`"${one}"`)))
      await home.keepSecret(`secrets:${name}`, "of nobody");
    await home.preview();
  });

  test("a stack without settings is told what to write, and passes with it", async () => {
    home.configure({ "homeport:network": undefined, "homeport:portOffsets": undefined });
    const { failure = "" } = await home.tryPreview();
    expect(failure).toContain("This stack has no settings yet. Write into Pulumi.prod.yaml");
    const [, farm, router] = /homeport:portOffsets: { farm: (\d+), router: (\d+) }/.exec(failure) ?? [];
    const [, subnet, bindAddress] =
      /homeport:network:\s+subnet: (\S+)\s+bindAddress: (\S+)/.exec(failure) ?? [];
    home.configure({
      "homeport:portOffsets": { farm: Number(farm), router: Number(router) },
      "homeport:network": { subnet, bindAddress },
    });
    await home.preview();
  });
});
