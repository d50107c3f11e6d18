import { beforeAll, describe, expect, test } from "vitest";
import { graphOf, labelsOf, named, record } from "./graph";
import type { Recording } from "./recording";

const command = (recording: Recording, name: string) => named(recording, `command:local:Command ${name}`);

describe("ports of services", () => {
  let graph: Recording;
  beforeAll(async () => {
    graph = await graphOf({ program: "ports" });
  });

  test("have a door each, which alone is published, and a label of their own: none takes another's place", () => {
    for (const [name, ip, external] of [
      ["git-ssh", "0.0.0.0", 2222],
      ["broker-mqtt", "127.0.0.1", 1883],
      ["mail-smtp", "127.0.0.1", 2525],
    ] as const) {
      const door = named(graph, `${name}-haproxy`);
      expect(door.inputs.ports).toEqual([{ internal: 8090, external, ip, protocol: "tcp" }]);
      expect(door.inputs.networksAdvanced).toEqual([{ name: "lan-bridge" }]);
      expect(labelsOf(door)["homeport.component"]).toBe(`port-${name}`);
    }
    expect(named(graph, "git-0").inputs.ports).toBeUndefined();
  });

  test("lead to every container of the service, as the program says", () => {
    const script = String(command(graph, "git-ssh-config").inputs.stdin);
    expect(script.match(/ server container-\d git-\d\S*:22 send-proxy-v2 /g)).toHaveLength(2);
    expect(script).toContain("acl allowed src 192.168.1.0/24\n");
    expect(script).toContain("hard-stop-after 600s\n");
    expect(script).toContain("poll 30 ready ");
    expect(script).toContain("poll 597 alone ");
    expect(String(command(graph, "broker-mqtt-config").inputs.stdin)).toContain(
      " server container-0 broker-0",
    );
  });

  test("what is asked who gets in leaves its former containers to those that ask them", () => {
    const leaves = (name: string) =>
      String(command(graph, `${name}-route`).inputs.interpreter).includes("!index(served");
    expect([leaves("git"), leaves("desk")]).toEqual([true, false]);
    expect(named(graph, "homeport:index:DomainService desk").inputs.signIn).toBe("git");
  });

  test("lead to new containers before those of before go, where both run at once; else when the new one runs", () => {
    const waits = (name: string) => command(graph, name).dependsOn;
    expect(waits("git-route")).toContain("command:local:Command git-ssh-config");
    expect(waits("git-ssh-config")).not.toContain("command:local:Command git-route");
    expect(waits("broker-mqtt-config")).toContain("command:local:Command broker-route");
    expect(waits("mail-smtp-config")).toContain("command:local:Command mail-app-route");
  });

  test("lead to services without a domain, of which no farm knows: their containers are asked for an open port all the same", async () => {
    const withFarm = await graphOf({ program: "ports", config: { "ports:farm": "true" } });
    const told = JSON.stringify(withFarm.resources.filter(({ name }) => name.startsWith("farm")));
    expect(told).toContain("git.example.org");
    expect(told).not.toMatch(/broker|mail/);
    for (const [service, port] of [
      ["broker", 1883],
      ["mail-app", 25],
    ] as const) {
      const route = String(command(withFarm, `${service}-route`).inputs.stdin);
      expect(route).toMatch(new RegExp(`url: http://${service}-0\\S*:${port}`));
      expect(route).toContain("poll 60 probe");
      expect(route).not.toContain("Host(`broker.example.org`)");
      expect(named(withFarm, `${service}-0`).inputs.image).toMatch(/^registry/);
    }
  });

  test("are above the project's by the stack's offset", async () => {
    const staging = await graphOf({
      program: "ports",
      stack: "staging",
      config: { "homeport:portOffsets": '{"farm":101,"router":11}' },
    });
    expect(named(staging, "git-ssh-haproxy").inputs.ports).toMatchObject([{ external: 2323 }]);
  });

  test("listen by IPv4 and IPv6 as farms do, where their network has both", async () => {
    const six = await graphOf({ program: "ports", config: { "ports:six": "true" } });
    expect(named(six, "git-ssh-haproxy").inputs.ports).toEqual(
      ["0.0.0.0", "::"].map((ip) => ({ internal: 8090, external: 2222, ip, protocol: "tcp" })),
    );
    expect(String(command(six, "git-ssh-config").inputs.stdin)).toContain("bind :::8090 v6only");
  });

  test("cannot have a port of the program's farm, router or statistics, nor those one of theirs", async () => {
    for (const [port, whose] of [
      [7443, "farm.ports.https"],
      [8404, "farm.ports.stats"],
      [88, "router.publish.port"],
    ] as const) {
      const { errors } = await record({
        program: "ports",
        config: { "ports:farm": "true", "ports:ssh": port },
      });
      const text = errors.map((one) => one.text).join("\n");
      expect(text).toMatch(new RegExp(`port ${port} of \\S+ on host attic is also`));
      expect(text).toContain(whose);
    }
  });

  test("cannot have a port twice in a program", async () => {
    const { errors } = await record({ program: "ports", config: { "ports:ssh": "1883" } });
    expect(errors.map(({ text }) => text).join("\n")).toContain(
      "broker-mqtt.at.port: port 1883 of 127.0.0.1 on host attic is also git-ssh.at.port; choose another one",
    );
  });
});
