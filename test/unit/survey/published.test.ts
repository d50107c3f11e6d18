import { describe, expect, test } from "vitest";
import type { SurveyedMachine } from "../../../components/survey/machine";
import { type Claim, judgePorts } from "../../../components/survey/published";
import { container, surveyOf } from "./surveys";

const machine = (parts: Partial<SurveyedMachine> = {}): SurveyedMachine => ({
  addresses: [
    { address: "192.168.1.10", network: "192.168.1.10/24", interface: "eth0", given: false },
    { address: "10.8.0.2", network: "10.8.0.2/32", interface: "wg0", given: false },
    { address: "10.0.0.7", network: "10.0.0.7/24", interface: "eth1", given: true },
  ],
  networks: [],
  listening: [],
  takesAbsentAddresses: { four: false, six: false },
  ...parts,
});
const claim = (address: string, port = 7443): Claim => ({
  path: "farm.ports.https",
  addressPath: "farm.bindAddress",
  address,
  port,
});
const judge = (claims: Claim[], survey: Parameters<typeof surveyOf>[0]) =>
  judgePorts("infra", claims, surveyOf(survey), "172.30.70.1", ({ labels }) => labels.own === "yes");

describe("a host gives an address", () => {
  test.each(["192.168.1.10", "172.30.70.1", "0.0.0.0", "127.0.0.1", "127.8.8.8", "::", "::1"])(
    "%s",
    (address) =>
      expect(judge([claim(address)], { machine: machine() })).toEqual({ problems: [], warnings: [] }),
  );

  test("whatever it is, where the machine could not be asked", () =>
    expect(judge([claim("10.99.0.1")], {})).toEqual({ problems: [], warnings: [] }));
});

describe("an address that the host does not have", () => {
  const claims = [claim("10.99.0.1", 80), claim("10.99.0.1", 443)];

  test("is refused once, with those that it has", () => {
    const { problems } = judge(claims, { machine: machine() });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(
      "farm.bindAddress: host infra has no address 10.99.0.1; it has 192.168.1.10, 10.8.0.2, 10.0.0.7",
    );
  });

  test("is told each of them once, also the network's own, which is there once the environment is up", () => {
    const gateway = {
      ...{ address: "172.30.70.1", network: "172.30.70.0/24" },
      ...{ interface: "br-1", given: false },
    };
    const up = machine({ addresses: [...machine().addresses, gateway] });
    expect(judge(claims, { machine: up }).problems[0]).toContain("10.0.0.7, 172.30.70.1.\n");
  });

  test("is warned of where programs may wait for it", () =>
    expect(judge(claims, { machine: machine({ takesAbsentAddresses: { four: true, six: false } }) })).toEqual(
      {
        problems: [],
        warnings: Array(2).fill("farm.bindAddress: host infra has no address 10.99.0.1 yet."),
      },
    ));
});

test.each([["10.8.0.2"], ["10.0.0.7"]])(
  "%s may come after the engine when the machine starts: a container on it stays stopped then",
  (address) => {
    const [warning] = judge([claim(address)], { machine: machine() }).warnings;
    expect(warning).toContain(`farm.bindAddress: ${address} of host infra`);
    expect(warning).toContain("net.ipv4.ip_nonlocal_bind=1");
    expect(
      judge([claim(address)], { machine: machine({ takesAbsentAddresses: { four: true, six: false } }) })
        .warnings,
    ).toEqual([]);
  },
);

describe("a port", () => {
  const holding = (address: string, port: number, own = "no") =>
    container({ name: "squatter", ports: [{ address, port }], labels: { own } });

  test.each([
    ["0.0.0.0", "192.168.1.10"],
    ["192.168.1.10", "0.0.0.0"],
    ["192.168.1.10", "192.168.1.10"],
    ["::", "fd00::7"],
    ["fd00::7", "::"],
  ])("that another container holds at %s is refused at %s, with its name", (held, wanted) => {
    const { problems } = judge([claim(wanted)], { containers: [holding(held, 7443)] });
    expect(problems[0]).toContain(
      `farm.ports.https: port 7443 of ${wanted} on host infra is held by the container "squatter".`,
    );
    expect(problems[0]).toContain("docker stop squatter");
  });

  test("that another stack holds is none to be given up: it is told whose it is, and what sets stacks apart", () => {
    const labels = { "homeport.project": "attic", "homeport.environment": "prod" };
    const holder = container({
      name: "prod-git-ssh-haproxy-1",
      ports: [{ address: "0.0.0.0", port: 7443 }],
      labels,
    });
    const [said] = judge([claim("192.168.1.10")], { containers: [holder] }).problems;
    expect(said).toContain(
      'is held by the container "prod-git-ssh-haproxy-1" of the environment prod of attic.',
    );
    expect(said).toContain("Choose another one: portOffsets");
    expect(said).toContain("npx homeport leftovers --project attic --environment prod");
    expect(said).not.toContain("docker stop");
  });

  test.each([
    ["192.168.1.10", 7444],
    ["10.8.0.2", 7443],
    ["::", 7443],
  ])("is free where another container holds %s:%d", (address, port) =>
    expect(judge([claim("192.168.1.10")], { containers: [holding(address, port)] }).problems).toEqual([]),
  );

  test("of every address of IPv4 leaves one of IPv6 free, and a program at every address of IPv6 leaves none", () => {
    const here = machine({
      addresses: [{ address: "fd00::7", network: "fd00::7/64", interface: "eth0", given: false }],
    });
    const held = { containers: [holding("0.0.0.0", 7443)], machine: here };
    expect(judge([claim("fd00::7")], held).problems).toEqual([]);
    const program = { machine: { ...here, listening: [{ address: "::", port: 7443 }] } };
    expect(judge([claim("0.0.0.0"), claim("::")], program).problems).toHaveLength(2);
  });

  test("that the environment's own container holds is given up by it, also through the engine's own listener", () => {
    const survey = {
      containers: [holding("0.0.0.0", 7443, "yes")],
      machine: machine({ listening: [{ address: "0.0.0.0", port: 7443 }] }),
    };
    expect(judge([claim("0.0.0.0")], survey).problems).toEqual([]);
  });

  test("of UDP and one of TCP with its number are two, and one of UDP that is held is told as such", () => {
    const udp = { address: "0.0.0.0", port: 7443, protocol: "udp" } as const;
    const held = (port: object) => [container({ name: "squatter", ports: [{ ...udp, ...port }] })];
    const wanted = { ...claim("0.0.0.0"), path: "dns.udp.0.at.port", protocol: "udp" } as const;
    expect(judge([claim("0.0.0.0")], { containers: held({}) }).problems).toEqual([]);
    expect(judge([wanted], { containers: held({ protocol: undefined }) }).problems).toEqual([]);
    expect(judge([wanted], { containers: held({}) }).problems[0]).toContain(
      'dns.udp.0.at.port: port 7443 (UDP) of 0.0.0.0 on host infra is held by the container "squatter"',
    );
    const [said] = judge([wanted], { machine: machine({ listening: [udp] }) }).problems;
    expect(said).toContain("ss -lunp 'sport = :7443'");
  });

  test("that is low is refused of an engine that does not run as root, with both ways out", () => {
    const low = (port: number) => judge([claim("0.0.0.0", port)], { leastPort: 1024 }).problems;
    expect(low(1024)).toEqual([]);
    expect(low(22)).toEqual([
      "farm.ports.https: the engine of host infra does not run as root and may give no port below 1024, as 22 is.\n  Choose a port from 1024 on, or let it: sysctl net.ipv4.ip_unprivileged_port_start=22, also in /etc/sysctl.d",
    ]);
    expect(judge([claim("0.0.0.0", 22)], {}).problems).toEqual([]);
  });

  test("that another program listens on is refused", () => {
    const survey = { machine: machine({ listening: [{ address: "::", port: 7443 }] }) };
    expect(judge([claim("0.0.0.0")], survey).problems).toEqual([
      "farm.ports.https: port 7443 of 0.0.0.0 on host infra is held by another program.\n  Choose another one, or have it given up: ss -ltnp 'sport = :7443' shows which",
    ]);
  });
});
