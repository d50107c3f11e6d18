import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { type KnownTarget, sshDestination, sshOptions } from "../../../../components/hosts/machine/options";
import { expectGolden } from "../../golden";
import { apps, attic } from "./targets";

const asText = (target: KnownTarget) => `${[...sshOptions(target), ...sshDestination(target)].join("\n")}\n`;

describe("the options of ssh", () => {
  test("lead to one machine by its pinned key", () => expectGolden("machine/agent.txt", asText(apps)));

  test("name the key's file, and go through a jump host that is pinned too", () =>
    expectGolden("machine/jump.txt", asText(attic)));

  // The program itself reads them: a misspelt option would only show at the first deploy.
  test.each([["agent", apps] as const, ["jump", attic] as const])("are known to ssh: %s", (_, target) => {
    const known = execFileSync("ssh", ["-G", ...sshOptions(target), ...sshDestination(target)], {
      encoding: "utf8",
    });
    expect(known).toContain(`hostname ${target.address}\n`);
    expect(known).toContain(`knownhostscommand /bin/echo ${target.name} ${target.hostKey}\n`);
    expect(known).toContain("stricthostkeychecking true\n");
    expect(known).toContain("batchmode yes\n");
  });
});
