import { expect, test } from "vitest";
import { loadStates, serverStates } from "../../../components/haproxy/states";
import { section, statesPath, withRevision } from "../../../components/haproxy/text";
import { renderFarm } from "../../../components/haproxyFarm/config";
import { renderGate } from "../../../components/traefikRouter/gateConfig";
import { farms, gates } from "../cases";

test("each checked server begins as one that is up by all of its checks, at its own port", () => {
  const config = [
    section("defaults", loadStates),
    section("backend keeper", "server keeper keeper-1:8081 resolvers engine init-addr 10.0.0.1"),
    section(
      "backend router_attic",
      "server attic 10.0.0.2:2088 ssl sni str(attic) check-sni attic check inter 1s",
    ),
    section("listen web", "server router router-1:80 check port 8082 inter 1s fall 3"),
  ].join("\n");
  expect(serverStates(config)).toBe(`1
0 router_attic 0 attic - 2 0 1 1 0 1 0 0 6 0 0 0 - 2088 -
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

test("farms and gates load those of their own configuration, for every server with a check", () => {
  for (const text of texts) {
    const checked = text.match(/^ +server .* check .*$/gm) ?? [];
    const states = serverStates(text);
    expect(states?.trim().split("\n").slice(1) ?? []).toHaveLength(checked.length);
    expect(text).toContain(`    ${loadStates}\n`);
    if (states) expect(text).toContain(`    server-state-file ${statesPath(states)}\n`);
  }
});
