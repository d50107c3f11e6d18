import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { renderFarm } from "../../../../components/front/farm/config";
import { loadStates, locateFunction, serverStates } from "../../../../components/front/haproxy/states";
import { section, statesPath, withRevision } from "../../../../components/front/haproxy/text";
import { renderGate } from "../../../../components/router/gateConfig";
import { removeFolder } from "../../../support/removeFolder";
import { Bench } from "../../bench";
import { farms, gates } from "../../cases";

test("each checked server begins as one that is up by all of its checks, at its own port, and one known by name is looked up", () => {
  const config = [
    section("defaults", loadStates),
    section("backend keeper", "server keeper keeper-1:8081 resolvers engine init-addr last,none"),
    section(
      "backend router_attic",
      "server attic 10.0.0.2:2088 ssl sni str(attic) check-sni attic check inter 1s",
    ),
    section(
      "listen web",
      "server router router-1:80 check port 8082 inter 1s fall 3 resolvers engine init-addr last,none",
    ),
  ].join("\n");
  expect(serverStates(config)).toBe(`1
# keeper-1
0 keeper 0 keeper - 2 0 1 1 0 1 0 0 6 0 0 0 - 8081 -
0 router_attic 0 attic - 2 0 1 1 0 1 0 0 6 0 0 0 - 2088 -
# router-1 8082
0 web 0 router - 2 0 1 1 0 1 0 0 6 0 0 0 - 80 -
`);
});

test("where no server is checked the file has none, and is there: HAProxy warns of one that is missing", () => {
  const config =
    section("defaults", loadStates) + section("backend rate_limit", "stick-table type ipv6 size 1");
  expect(serverStates(config)).toBe("1\n");
  expect(withRevision([config]).text).toContain("server-state-file");
});

test("where no section asks for states there are none", () => {
  expect(serverStates(section("backend keeper", "server keeper keeper-1:8081 check"))).toBeUndefined();
  expect(withRevision([section("defaults", "mode http")]).text).not.toContain("state-file");
});

const texts = [...Object.values(farms).map(renderFarm), ...Object.values(gates).map(renderGate)].map(
  ({ text }) => text,
);

test("farms and gates load those of their own configuration, for every server with a check or a name", () => {
  for (const text of texts) {
    const servers = text.match(/^ +server .*(?: check | resolvers ).*$/gm) ?? [];
    const states = serverStates(text);
    expect(states?.match(/^0 /gm) ?? []).toHaveLength(servers.length);
    expect(states?.match(/^# /gm) ?? []).toHaveLength(text.match(/ resolvers /g)?.length ?? 0);
    expect(text).toContain(`    ${loadStates}\n`);
    if (states) expect(text).toContain(`    server-state-file ${statesPath(states)}\n`);
  }
});

test("no address of a container is told by a configuration: after a restart it is another one's", () => {
  for (const text of texts) expect(text).not.toMatch(/init-addr (?!last,none)/);
});

describe("the addresses at which servers are now", () => {
  const located = (answers: string) => {
    const folder = mkdtempSync(join(tmpdir(), "homeport-states-"));
    const file = join(folder, "states");
    writeFileSync(file, "1\n# router-1\n0 web 0 router - 2 0 1 - 80 -\n0 web 0 far - 2 0 1 - 2088 -\n");
    const script = `nslookup() { ${answers}; }\ntimeout() { shift; "$@"; }\n${locateFunction}\nlocate ${file}`;
    execFileSync("sh", ["-c", script]);
    const [, , near = "", far = ""] = readFileSync(file, "utf8").split("\n");
    execFileSync("sh", ["-c", script]);
    removeFolder(folder);
    return [near, far];
  };
  const server = "echo 'Server:\t127.0.0.11'; echo 'Address:\t127.0.0.11:53'; echo";

  test.each([
    ["of newer versions", `${server}; echo 'Name:\trouter-1'; echo 'Address: 172.18.0.2'`, "172.18.0.2"],
    [
      "of earlier versions",
      `${server}; echo 'Name: router-1'; echo 'Address 1: 172.18.0.2 router-1.net'`,
      "172.18.0.2",
    ],
    [
      "of two, the first",
      `${server}; echo 'Name: router-1'; echo 'Address: 10.0.0.1'; echo 'Name: router-1'; echo 'Address: 10.0.0.2'`,
      "10.0.0.1",
    ],
    ["where it is not found", `${server}; echo "** server can't find router-1: NXDOMAIN"; return 1`, "-"],
  ])("are read from answers %s", (_, answers, address) => {
    expect(located(answers)).toEqual([
      `0 web 0 router ${address} 2 0 1 - 80 -`,
      "0 web 0 far - 2 0 1 - 2088 -",
    ]);
  });
});

describe("where routers begin", () => {
  const states = `1
# app
0 web 0 app - 2 0 1 - 8080 -
# router-1 8082
0 web 0 router - 2 0 1 - 80 -
# router-1 8082
0 dashboard 0 router - 2 0 1 - 8085 -
0 web 0 far - 2 0 1 - 2088 -
`;
  const here = "172.18.0.2";
  /** @returns the address of each server, and how often names and routers were asked for */
  const begun = (calls: string[], { found = true, loaded = true }) => {
    const bench = new Bench([])
      .fake("nslookup", found ? `echo 'Name: x'; echo 'Address: ${here}'` : "false")
      .fake("wget", loaded ? "true" : "false")
      .fake("timeout", 'shift; "$@"');
    bench.write("/states", states);
    const { calls: made } = bench.sh(
      [locateFunction, ...calls.map((call) => `locate ${bench.folder}/states ${call}`)].join("\n"),
    );
    const lines = bench.read("/states")?.match(/^0 .*/gm) ?? [];
    const asked = (command: string) => made.filter((call) => call.startsWith(command)).length;
    return {
      addresses: lines.map((line) => line.split(" ")[4]),
      looked: asked("nslookup"),
      asked: asked("wget"),
    };
  };

  test.each([
    ["a start: where it is, if it has loaded its routes", "anew", {}, [here, here, here, "-"], 1],
    ["a start: nowhere yet, if it has not", "anew", { loaded: false }, [here, "-", "-", "-"], 1],
    ["a reload: where it is, and it is not asked", "", { loaded: false }, [here, here, here, "-"], 0],
  ])("at %s", (_, call, how, addresses, asked) => {
    expect(begun([call], how)).toEqual({ addresses, looked: 2, asked });
  });

  test("a reload forgets what a start before it has found", () => {
    expect(begun(["anew", ""], { loaded: false }).addresses).toEqual([here, here, here, "-"]);
  });
});
