import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rules } from "../../policy/rules";
import { e2e } from "./floor";
import type { Home } from "./home";
import { plantedSecret } from "./programs/secrets";
import { Workspace } from "./workspace";

e2e("the guard rails through the real engine", () => {
  let workspace: Workspace;
  let home: Home;

  /** Writes a configuration beside the program, and previews with it. */
  const preview = (configuration: object) => {
    const file = path.join(workspace.project, "trial-rails.json");
    writeFileSync(file, JSON.stringify(configuration));
    return home.tryPolicies(file);
  };

  describe("the home", () => {
    beforeAll(async () => {
      workspace = await Workspace.open("home");
      home = await workspace.stack("prod");
    });
    afterAll(() => workspace?.close());

    test("keeps to its own, and is told of what nobody has shown to work", async () => {
      const { failure, told } = await home.tryPolicies(path.join(workspace.project, "guard-rails.json"));
      expect(failure).toBeUndefined();
      expect(told).toContain('no promotion has shown "homeport-test/traefik:3.6.7" at work (router-traefik)');
      expect(told).not.toContain("[mandatory]");
    });

    test("says by its services' outputs how volumes are backed up, and what it does not say is found", async () => {
      const { failure } = await preview({
        all: "disabled",
        "volume-backup": "mandatory",
        "public-address": "mandatory",
      });
      expect(failure).toMatch(/public-address[\s\S]*on 0\.0\.0\.0, and environment prod is not public/);
      expect(failure).not.toContain("nothing says how it is backed up");
    });

    test("is told which settings another stack does not have, without their values", async () => {
      home.configure({ "homeport:rateLimit": { requests: 4711, seconds: 9 } });
      const { failure } = await preview({
        all: "disabled",
        "same-settings": {
          enforcementLevel: "mandatory",
          mayDiffer: ["homeport:portOffsets", "homeport:network"],
        },
      });
      home.restore();
      // Each of the test's stacks has a secret of its own, which is in both.
      expect(failure).toContain("unlike Pulumi.staging.yaml: homeport:rateLimit");
      expect(failure).not.toContain("4711");
    });
  });

  describe("a careless program", () => {
    beforeAll(async () => {
      workspace = await Workspace.open("careless");
      home = await workspace.stack("prod");
    });
    afterAll(() => workspace?.close());

    const strict = {
      all: "mandatory",
      "host-memory": {
        hosts: { default: { memory: "1GiB", shares: [{ environment: "prod", memory: "1GiB" }] } },
      },
      "proven-images": { environments: ["prod"] },
    };

    test("is refused, each rule saying what it found; nothing is shown of what it keeps secret", async () => {
      const { failure = "", told } = await preview(strict);
      for (const words of [
        "healthcheck: there is none",
        "memory: there is no limit",
        "processors: there is no limit",
        '"registry.example.org/portal" names no version',
        "by tag alone: registry.example.org/portal, traefik:v3.5.0",
        "it publishes 8080 on 0.0.0.0",
        "8080 is on 0.0.0.0, and environment prod is not public",
        "/var/run/docker.sock of the host leads to the engine's socket",
        "driverOpts: /var/run of the host leads to the engine's socket",
        "devices: /dev/kmsg is not known to be harmless",
        "/etc of the host is not known to be harmless",
        "privileged: it may do what root may",
        'networkMode: "host"',
        '{ "data": "none" }',
        "host default: the 3 containers of prod may take 1200 MiB, and its share is 1GiB",
        '"traefik:v3.5.0" is older than 3.6.1',
        "Traefik's router",
        'no promotion has shown "traefik:v3.5.0" at work',
      ])
        expect(failure).toContain(words);
      const silent = rules
        .map(({ name }) => name)
        .filter((name) => !failure.includes(`[mandatory]  ${name}  `));
      expect(silent).toEqual(["same-settings"]);
      expect(failure + told).not.toContain(plantedSecret);
    });

    test("is let pass with advice, and without where a rule is told to look away", async () => {
      const { failure, told } = await preview({
        all: "advisory",
        limits: { except: ["portal", "shop", "off*"] },
      });
      expect(failure).toBeUndefined();
      expect(told).toContain("[advisory]  privileged");
      expect(told).not.toContain("[advisory]  limits");
    });

    test("a configuration that names no rule there is, is refused by itself", async () => {
      const { failure } = await preview({ "pinned-imag": "advisory" });
      expect(failure).toContain("pinned-imag: there is no such rule; the nearest is pinned-image");
      expect((await preview({})).failure).toBeUndefined();
    });

    test.each([
      [{ "pinned-imag": "mandatory" }, "pinned-imag: there is no such rule; the nearest is pinned-image"],
      [
        { limits: { exept: ["portal"] } },
        "limits.exept: there is no such setting; the nearest is limits.except",
      ],
      [{ limits: { require: ["disk"] } }, "limits: require.0"],
      [{ "host-memory": { hosts: { default: { memory: "1GB" } } } }, "host-memory"],
    ])("a configuration that means nothing is refused: %j", async (configuration, said) => {
      const { failure } = await preview({ all: "disabled", configuration: "mandatory", ...configuration });
      expect(failure).toContain(said);
    });
  });
});
