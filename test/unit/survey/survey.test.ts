import { describe, expect, test } from "vitest";
import { parts } from "../../../components/survey/script";
import { parseSurvey } from "../../../components/survey/survey";

const networks = [
  {
    Name: "bridge",
    Id: "a".repeat(64),
    Options: { "com.docker.network.bridge.name": "docker0" },
    IPAM: { Config: [{ Subnet: "172.17.0.0/16" }] },
  },
  {
    Name: "n",
    Id: "b".repeat(64),
    Labels: { "homeport.project": "homeport" },
    IPAM: { Config: [{ Subnet: "172.30.70.0/24" }, { Subnet: "fd00::/64" }] },
  },
  { Name: "none", Id: "c".repeat(64), IPAM: {} },
];
const told = {
  info: "4 true false 6.1.0",
  networks: JSON.stringify(networks),
  containers: [
    "web\trunning\tUp 2 hours\tn,bridge\t127.0.0.1:7070->8080/tcp, :::88->88/tcp, 0.0.0.0:90-91->90-91/tcp, 53/udp, 0.0.0.0:53->53/udp, 80/tcp\tdata,/etc\thomeport.project=homeport,note=a=b",
    "job\texited\tExited (1) 3 days ago\t\t\t\t",
  ].join("\n"),
  images: "nginx\t1.29\t<none>\nregistry.example.org:5000/a/b\t2\tsha256:12\n<none>\t<none>\t<none>",
  volumes: "data\thomeport.volume=data\nother\t",
  kernel: "6.1.0",
  addresses: [
    "1: lo    inet 127.0.0.1/8 scope host lo\\       valid_lft forever preferred_lft forever",
    "2: eth0    inet 192.168.1.10/24 brd 192.168.1.255 scope global dynamic eth0\\       valid_lft 3000sec",
    "2: eth0    inet6 fd12::2/64 scope global \\       valid_lft forever",
    "4: wg0    inet 10.8.0.2 peer 10.8.0.1/32 scope global wg0\\       valid_lft forever",
    "5: docker0    inet 172.17.0.1/16 scope global docker0\\       valid_lft forever",
    "6: br-bbbbbbbbbbbb    inet 172.30.70.1/24 scope global br-bbbbbbbbbbbb\\       valid_lft forever",
  ].join("\n"),
  routes: [
    "default via 192.168.1.1 dev eth0 proto dhcp",
    "0.0.0.0/1 dev wg0 scope link",
    "10.20.0.0/16 via 10.8.0.1 dev wg0",
    "10.8.0.1 dev wg0 scope link",
    "172.30.70.0/24 dev br-bbbbbbbbbbbb proto kernel scope link src 172.30.70.1",
  ].join("\n"),
  listening: [
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid",
    "   0: 0100007F:1B9E 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0",
    "   1: 0A01A8C0:0050 0B01A8C0:C350 01 00000000:00000000 00:00000000 00000000     0",
    "   0: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A 00000000:00000000",
    "   1: 0000000000000000FFFF00000A01A8C0:0051 00000000000000000000000000000000:0000 0A 00000000:00000000",
    "   2: 000012FD000000000000000002000000:0052 00000000000000000000000000000000:0000 0A 00000000:00000000",
  ].join("\n"),
  listeningUdp: [
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid",
    "  1: 00000000:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000     0",
    "  2: 0100007F:0036 0100007F:0037 01 00000000:00000000 00:00000000 00000000     0",
  ].join("\n"),
  absent: "1\n0",
} as const;
const answer = (more: Partial<Record<(typeof parts)[number], string>> = {}): string => {
  const all: Partial<Record<(typeof parts)[number], string>> = { ...told, ...more };
  return parts.map((part) => `== ${part}\n${all[part] ?? ""}\n`).join("");
};

describe("an engine's answer tells", () => {
  const survey = parseSurvey(answer());

  test("what the engine can", () => {
    expect(survey.processors).toBe(4);
    expect(survey.keeps).toEqual({ memory: true, swap: false });
  });

  test("networks with subnets, labels and the interface that stands for them", () =>
    expect(survey.networks).toEqual([
      { name: "bridge", subnets: ["172.17.0.0/16"], labels: {}, bridge: "docker0" },
      {
        name: "n",
        subnets: ["172.30.70.0/24", "fd00::/64"],
        labels: { "homeport.project": "homeport" },
        bridge: "br-bbbbbbbbbbbb",
      },
      { name: "none", subnets: [], labels: {}, bridge: "br-cccccccccccc" },
    ]));

  test("containers with the ports that they hold, one by one", () => {
    expect(survey.containers).toEqual([
      {
        name: "web",
        state: "running",
        status: "Up 2 hours",
        networks: ["n", "bridge"],
        ports: [
          { address: "127.0.0.1", port: 7070 },
          { address: "::", port: 88 },
          { address: "0.0.0.0", port: 90 },
          { address: "0.0.0.0", port: 91 },
          { address: "0.0.0.0", port: 53, protocol: "udp" },
        ],
        mounts: ["data", "/etc"],
        labels: { "homeport.project": "homeport", note: "a=b" },
      },
      {
        name: "job",
        state: "exited",
        status: "Exited (1) 3 days ago",
        networks: [],
        ports: [],
        mounts: [],
        labels: {},
      },
    ]);
  });

  test("images by their tags and digests", () =>
    expect([...survey.images]).toEqual([
      "nginx:1.29",
      "registry.example.org:5000/a/b:2",
      "registry.example.org:5000/a/b@sha256:12",
    ]));

  test("volumes with their labels", () =>
    expect(survey.volumes).toEqual([
      { name: "data", labels: { "homeport.volume": "data" } },
      { name: "other", labels: {} },
    ]));

  test("the machine's addresses, and which of them the network gave for a time", () => {
    const addresses = survey.machine?.addresses.map(({ address, given }) => [address, given]);
    expect(addresses).toEqual([
      ["127.0.0.1", false],
      ["192.168.1.10", true],
      ["fd12::2", false],
      ["10.8.0.2", false],
      ["172.17.0.1", false],
      ["172.30.70.1", false],
    ]);
  });

  test("the machine's own networks of both kinds: neither the engine's, nor a tunnel's that takes everything", () =>
    expect(survey.machine?.networks).toEqual([
      { network: "10.20.0.0/16", interface: "wg0" },
      { network: "10.8.0.1/32", interface: "wg0" },
      { network: "127.0.0.1/8", interface: "lo" },
      { network: "192.168.1.10/24", interface: "eth0" },
      { network: "fd12::2/64", interface: "eth0" },
      { network: "10.8.0.2/32", interface: "wg0" },
    ]));

  test("who listens, by IPv4 and IPv6, and not who is connected", () => {
    expect(survey.machine?.listening).toEqual([
      { address: "127.0.0.1", port: 7070 },
      { address: "::", port: 80 },
      { address: "192.168.1.10", port: 81 },
      { address: "fd12::2", port: 82 },
      { address: "0.0.0.0", port: 53, protocol: "udp" },
    ]);
    expect(survey.machine?.takesAbsentAddresses).toEqual({ four: true, six: false });
  });
});

test("the machine that was asked is not the engine's where their kernels differ", () =>
  expect(parseSurvey(answer({ kernel: "23.1.0" })).machine).toBeUndefined());

test("a machine that cannot be asked for its addresses tells nothing of itself", () =>
  expect(parseSurvey(answer({ addresses: "" })).machine).toBeUndefined());

test.each([
  ["", "1024", undefined],
  [" [name=seccomp,profile=builtin name=cgroupns]", "1024", undefined],
  [" [name=rootless name=cgroupns]", "1024", 1024],
  [" [name=seccomp,profile=builtin name=rootless]", "80", 80],
  [" [name=rootless]", "", 1024],
  [" [name=rootless]", "1024\n/usr/bin/rootlesskit cap_net_bind_service=ep", undefined],
])(
  "the least port that an engine may give: info%s, of which the machine says %j",
  (options, lowPorts, least) =>
    expect(parseSurvey(answer({ info: `4 true false 6.1.0${options}`, lowPorts })).leastPort).toBe(least),
);

test("an engine without anything has nothing", () => {
  const {
    networks: none,
    containers,
    volumes,
  } = parseSurvey(answer({ networks: "", containers: "", volumes: "" }));
  expect([none, containers, volumes]).toEqual([[], [], []]);
});
