import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { gatePorts } from "../../../components/router/gateConfig";
import { buildTestImages } from "../../images/build";
import { commandLines } from "../../support/processes";
import { pause } from "../../support/wait";
import { deploysToBrokenHosts } from "./deploys";
import { hostsGoDown } from "./down";
import { Home, instancesOn } from "./home";
import { Machines } from "./machines";

const said: string[] = [];
let machines: Machines;
let home: Home;

beforeAll(async () => {
  await buildTestImages(() => {});
  machines = await Machines.open();
  home = await Home.open(machines, said);
});

afterAll(async () => {
  await home?.close();
  await machines?.close();
});

describe("a home on three hosts", () => {
  test("each service answers from its host, by the one farm", async () => {
    for (const name of ["here", "east", "west", "both"]) {
      expect((await home.ask(name)).json().answer).toBe(name);
    }
    expect(await instancesOn(machines.east)).toContain((await home.ask("east")).json().instance);
    expect(await instancesOn(machines.west)).toContain((await home.ask("west")).json().instance);
  });

  test("a service on two hosts is answered by both", async () => {
    const seen = new Set<string>();
    for (let i = 0; i < 20; i++) seen.add((await home.ask("both")).json().instance);
    expect(seen.size).toBe(2);
    const [one = "", two = ""] = [...seen];
    const east = await instancesOn(machines.east);
    expect(east.includes(one)).not.toBe(east.includes(two));
  });

  test("a file that the program says is on each of a service's hosts, for the container's user alone", async () => {
    const files =
      "find /var/lib/docker/volumes -path '*-files-*/_data/0' -printf '%m %U:%G ' -exec cat {} \\;";
    for (const machine of [machines.east, machines.west]) {
      expect(await machine.run(files)).toBe("400 65532:0 secret of both");
      expect(await machine.run("docker inspect $(docker ps --quiet)")).not.toContain("secret of both");
    }
  });

  test("applications that answer nothing but their name and https are up, and still when routers have looked twice", async () => {
    await pause(14);
    for (const name of ["strict", "mine"])
      for (let at = 0; at < 6; at++) expect((await home.ask(name)).json().answer).toBe(name);
  });

  test("the visitor's address survives, and what the visitor says of it does not", async () => {
    const visitor = async (name: string) => {
      const { headers } = (await home.ask(name, { "X-Forwarded-For": "66.66.66.66" })).json();
      return headers["x-forwarded-for"].split(", ")[0];
    };
    expect(await visitor("east")).toBe(await visitor("here"));
    expect(await visitor("east")).not.toContain("66.66");
  });

  test("machines publish their routers on the private address alone", async () => {
    for (const machine of [machines.east, machines.west]) {
      const ports = await machine.run("docker ps --format '{{.Ports}}' | grep -- '->'");
      expect(ports.trim().split("\n")).toEqual([`${machine.address}:8088->${gatePorts.web}/tcp`]);
    }
  });

  test("neither key nor password is in what was told, or in a process list", async () => {
    const [, line = ""] = machines.privateKey.split("\n");
    expect(line).toMatch(/^\S{60,}$/);
    const lists = await Promise.all([
      commandLines(),
      ...[machines.east, machines.west].map((machine) => machine.run("ps -eo args")),
    ]);
    for (const secret of [line, machines.west.password]) {
      expect(said.join("\n")).not.toContain(secret);
      expect(JSON.stringify(lists)).not.toContain(secret);
    }
  });
});

describe("a host that goes down", () => hostsGoDown(() => ({ machines, home })));

describe("a deploy to hosts of which one is broken", () => {
  beforeAll(() => home.close());
  deploysToBrokenHosts(() => machines);
});
