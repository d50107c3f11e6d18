import { describe, expect, test } from "vitest";
import { storeDirectory } from "../../components/front/certificates/store";
import { type Container, docker, logsOf, runIn } from "../support/containers";
import { commandLines } from "../support/processes";
import { both, containersOf, type Deployed, type Environment, first, only } from "./deployment";

const certificates = storeDirectory("certificates");

/** The user that HAProxy's image runs as. */
const haproxy = "99";

/** Private keys of the farm's certificates: in one file each, and nowhere else. */
export const keys = (deployed: Deployed) =>
  describe("private keys", () => {
    test("nobody reads their files but the user that HAProxy runs as", async () => {
      for (const environment of both(deployed))
        for (const farm of await only(environment, "farm")) {
          const listed = (await runIn(farm, ["ls", "-lnA", certificates])).trim().split("\n").slice(1);
          expect(listed.length).toBeGreaterThan(5);
          for (const line of listed) expect(line).toMatch(new RegExp(`^-rw-------\\S* +\\d+ ${haproxy} `));
          expect(await runIn(farm, ["ls", "-ldn", certificates])).toMatch(/^drwx------/);
        }
    });

    test("both environments have their own", async () => {
      const [own = [], others = []] = await Promise.all(both(deployed).map(keysOf));
      expect(own.filter((key) => others.includes(key))).toEqual([]);
    });

    test("no container's description, label or log has one, and no process's command line", async () => {
      const lines = await commandLines();
      for (const environment of both(deployed)) {
        const secrets = await keysOf(environment);
        for (const { Id, Name } of await containersOf(environment)) {
          const told = JSON.stringify(await docker.getContainer(Id).inspect());
          expectNone(`inspect ${Name}`, told, secrets);
          expectNone(`log of ${Name}`, await logsOf(Id), secrets);
        }
        expectNone("command lines", lines.join("\n"), secrets);
      }
    });

    test("nothing that the deployment told its user has one", async () => {
      for (const environment of both(deployed))
        expectNone("told", environment.told, [...(await keysOf(environment)), "PRIVATE KEY"]);
    });
  });

const keysOf = async (environment: Environment) => keysIn(await first(environment, "farm"));

/** A line of each private key of a farm that is in no other. */
export async function keysIn(farm: Container): Promise<string[]> {
  const files = await runIn(farm, ["sh", "-c", `cat ${certificates}/*`]);
  const found = [...files.matchAll(/-----BEGIN (?:EC )?PRIVATE KEY-----\r?\n\S+\r?\n(\S{20,})/g)];
  expect(found, "without keys, nothing here would mean anything").not.toEqual([]);
  return found.map(([, line]) => String(line));
}

/** Names what is not safe, and does not show it. */
function expectNone(what: string, text: string, secrets: readonly string[]): void {
  expect(secrets.filter((secret) => text.includes(secret)).length, what).toBe(0);
}
