import { doorProgram } from "../../../components/router/door/program";
import { notYet } from "../../../policy/known";
import { dockerSocket } from "../../../policy/rules/dockerSocket";
import { hostNamespaces } from "../../../policy/rules/hostNamespaces";
import { privileged } from "../../../policy/rules/privileged";
import { publicAddress } from "../../../policy/rules/publicAddress";
import { publishedPort } from "../../../policy/rules/publishedPort";
import { describeRules } from "./cases";

const on = (ip?: string) => ({ ports: [{ internal: 80, external: 8080, ip }] });

const udpOn = (ip: string) => ({ ports: [{ internal: 53, external: 8080, ip, protocol: "udp" }] });

/** The container between a router with `discover` and its engine. */
const door = {
  entrypoints: ["node", "--max-old-space-size=32", "-e", doorProgram()],
  envs: ["HOMEPORT_DOOR={}"],
  networkMode: "none",
  volumes: [{ hostPath: "/var/run/docker.sock", containerPath: "/engine.sock", readOnly: true }],
};

describeRules([
  [
    publishedPort,
    [
      { of: "none" },
      { of: "a farm's", props: on("0.0.0.0"), place: { in: "farm" } },
      { of: "a gate's, which is its router's", props: on("127.0.0.1"), place: { in: "router" } },
      { of: "the door's of a service's port", props: on("0.0.0.0"), place: { in: "port" } },
      { of: "a service's own of UDP", props: udpOn("0.0.0.0"), place: { in: "service" } },
    ],
    [
      {
        of: "a service's",
        props: on("127.0.0.1"),
        place: { in: "service" },
        said: "publishes 8080 on 127.0.0.1",
      },
      { of: "a foreign container's of UDP", props: udpOn("127.0.0.1"), said: "publishes 8080 on 127.0.0.1" },
      { of: "a foreign container's", props: on(), said: "publishes 8080 on every address" },
      { of: "all that an image exposes", props: { publishAllPorts: true }, said: "publishAllPorts" },
    ],
  ],
  [
    publicAddress,
    [
      {
        of: "the farm of a public environment",
        props: on("0.0.0.0"),
        place: { in: "farm" },
        settings: { environments: ["prod"] },
      },
      {
        of: "a service's port in a public environment",
        props: on("0.0.0.0"),
        place: { in: "port" },
        settings: { environments: ["prod"] },
      },
      {
        of: "a service's own of UDP in a public environment",
        props: udpOn("0.0.0.0"),
        place: { in: "service" },
        settings: { environments: ["prod"] },
      },
      ...["127.0.0.1", "10.1.2.3", "192.168.1.2", "172.16.0.1", "100.100.1.1", "::1", "fd00::1"].map(
        (ip) => ({
          of: `the private ${ip}`,
          props: on(ip),
        }),
      ),
    ],
    [
      ...["0.0.0.0", "203.0.113.7", "172.32.0.1", "::", "2001:db8::1"].map((ip) => ({
        of: `the public ${ip}`,
        props: on(ip),
        place: { in: "farm" } as const,
        said: `8080 is on ${ip}, and environment prod is not public`,
      })),
      { of: "every address", props: on(), said: "on every address (no ip)" },
      {
        of: "a farm of another environment, told by its label",
        props: { ...on("0.0.0.0"), labels: [{ label: "homeport.environment", value: "staging" }] },
        place: { in: "farm" },
        settings: { environments: ["prod"] },
        said: "environment staging is not public",
      },
      {
        of: "a service's own of UDP, where the environment is not public",
        props: udpOn("0.0.0.0"),
        place: { in: "service" },
        said: "environment prod is not public",
      },
      {
        of: "anything but the farm of a public environment",
        props: on("0.0.0.0"),
        place: { in: "router" },
        settings: { environments: ["prod"] },
        said: "only the farm may be",
      },
    ],
  ],
  [
    dockerSocket,
    [
      { of: "no directory of the host" },
      { of: "another one", props: { volumes: [{ hostPath: "/srv/run", containerPath: "/data" }] } },
      { of: "a router's door", props: door, place: { in: "router" } },
      { of: "a volume", props: { volumes: [{ volumeName: notYet, containerPath: "/var/run/docker.sock" }] } },
    ],
    [
      ...(
        [
          ["elsewhere", {}],
          ["with another program", { entrypoints: [...door.entrypoints.slice(0, -1), "0"] }],
          ["with more words", { entrypoints: [...door.entrypoints, "more"] }],
          ["with a command", { command: ["more"] }],
          ["with another value", { envs: [...door.envs, "NODE_OPTIONS=--require /tmp/more"] }],
          ["on a network", { networkMode: "bridge" }],
          ["that may write", { volumes: [{ ...door.volumes[0], readOnly: false }] }],
          ["with the directory", { volumes: [{ ...door.volumes[0], hostPath: "/var/run" }] }],
        ] as const
      ).map(([what, props]) => ({
        of: `a router's door ${what}`,
        props: { ...door, ...props },
        place: { in: what === "elsewhere" ? "service" : "router" } as const,
        said: "leads to the engine's socket",
      })),
      ...[
        "/var/run/docker.sock",
        "/run/docker.sock",
        "/run/user/1234/docker.sock",
        "/proc/1/root",
        "/run/containerd",
        "/",
      ].map((hostPath) => ({
        of: hostPath,
        props: { volumes: [{ hostPath, containerPath: "/x" }] },
        said: `${hostPath} of the host leads to the engine's socket`,
      })),
      ...["/var/run/", "/var/./run", "/srv/../run", "//run//", "/var/run/../run"].map((hostPath) => ({
        of: `the directory as ${hostPath}`,
        props: { volumes: [{ hostPath, containerPath: "/x" }] },
        said: `${hostPath} of the host leads to the engine's socket`,
      })),
      {
        of: "it as the name of a volume",
        props: { volumes: [{ volumeName: "/run", containerPath: "/x" }] },
        said: "/run of the host leads to the engine's socket",
      },
      {
        of: "it as the device of a mounted volume",
        props: {
          mounts: [
            {
              type: "volume",
              target: "/x",
              volumeOptions: { driverOptions: { type: "none", o: "bind", device: "/var/run" } },
            },
          ],
        },
        said: "/run of the host leads to the engine's socket",
      },
      {
        of: "it as a mount",
        props: { mounts: [{ type: "bind", source: "/var/run/docker.sock", target: "/x" }] },
        said: "leads to the engine's socket",
      },
    ],
  ],
  [
    privileged,
    [{ of: "a small capability", props: { privileged: false, capabilities: { adds: ["CAP_CHOWN"] } } }],
    [
      { of: "privileged", props: { privileged: true }, said: "privileged: it may do what root may" },
      { of: "every capability", props: { capabilities: { adds: ["ALL"] } }, said: "ALL is none of those" },
      {
        of: "one that is as good",
        props: { capabilities: { adds: ["CAP_SYS_ADMIN"] } },
        said: "CAP_SYS_ADMIN",
      },
      ...["DAC_READ_SEARCH", "CAP_BPF", "sys_ptrace", "NET_ADMIN", "CAP_PERFMON", "SYS_BOOT", "NEW_ONE"].map(
        (one) => ({
          of: one,
          props: { capabilities: { adds: [one] } },
          said: `capabilities.adds: ${one} is none of those`,
        }),
      ),
    ],
  ],
  [
    hostNamespaces,
    [
      { of: "a bridge", props: { networkMode: "bridge", ipcMode: "private" } },
      { of: "a network that is not known yet", props: { networksAdvanced: [{ name: notYet }] } },
    ],
    [
      { of: "the network", props: { networkMode: "host" }, said: 'networkMode: "host"' },
      { of: "the network by its name", props: { networksAdvanced: [{ name: "host" }] }, said: "networkMode" },
      { of: "the processes", props: { pidMode: "host" }, said: 'pidMode: "host"' },
      { of: "the memory", props: { ipcMode: "host" }, said: 'ipcMode: "host"' },
      { of: "another's network", props: { networkMode: "container:farm" }, said: "the network of another" },
      {
        of: "another's network by its name",
        props: { networksAdvanced: [{ name: "container:1a2b" }] },
        said: "the network of another",
      },
      { of: "another's processes", props: { pidMode: "container:farm" }, said: "the processes of another" },
      { of: "another's memory", props: { ipcMode: "container:farm" }, said: "the memory of another" },
      { of: "a network by its path", props: { networkMode: "ns:/proc/1/ns/net" }, said: "networkMode" },
    ],
  ],
]);
