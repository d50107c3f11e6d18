import { join } from "node:path";
import { ComponentProvider } from "@pulumi/pulumi/provider/experimental/provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import facade from "../../facade/package.json";
import { dependencies, devDependencies, license, version } from "../../package.json";
import { expectGolden } from "../unit/golden";
import { copyFacade } from "./facade";
import { type Packed, packAndInstall } from "./tarball";

describe("the facade for other languages", () => {
  let packed: Packed;
  beforeAll(async () => {
    packed = await packAndInstall();
  });
  afterAll(() => packed?.remove());

  test("has the schema that a person has read: every name in it is an interface", async () => {
    const dirname = copyFacade(packed);
    // Only the name is looked at; its source is read.
    const provider = new ComponentProvider({
      name: "homeport",
      dirname,
      components: [class Home {} as never],
    });
    const { version: told, ...schema } = JSON.parse(await provider.getSchema());
    expect(told).toBe(version);
    expectGolden("schema.json", `${JSON.stringify(schema, undefined, 2)}\n`, join(__dirname, "golden"));
  });
});

test("the facade asks for the package of its own version, and for tools as they are tested", () => {
  expect(facade).toMatchObject({ version, license });
  const tested: Record<string, string> = { ...devDependencies, ...dependencies, homeport: version };
  const asked = facade.dependencies;
  expect(asked).toEqual(Object.fromEntries(Object.keys(asked).map((name) => [name, tested[name]])));
});
