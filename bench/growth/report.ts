import { farmLimits } from "../../components/front/farm/limits";
import { digits, shown, spreadOf } from "../report/spread";
import { table, targetTable } from "../report/table";
import type { ChecksSeen } from "./checks";
import type { HostsSeen } from "./hosts";
import type { NamesSeen } from "./names";
import type { RoutesSeen } from "./routes";

export interface GrowthSeen {
  readonly names: readonly NamesSeen[];
  readonly routes: readonly RoutesSeen[];
  readonly checks: readonly ChecksSeen[];
  /** None without the real engine. */
  readonly hosts: readonly HostsSeen[];
}

const mib = (bytes: number): string => digits(bytes / 2 ** 20);
const spread = (values: readonly number[]): string => shown(spreadOf(values), digits);
const most = <One extends object>(all: readonly One[], by: (one: One) => number): One | undefined =>
  [...all].sort((a, b) => by(b) - by(a))[0];

export function report({ names, routes, checks, hosts }: GrowthSeen): string {
  return [
    "One machine stands for all: farm, routers and gates are the real ones with their usual limits, on networks of their own. Repeats are shown as min – median – max.",
    targets(names, routes),
    `### Names at the farm\n\n${namesTable(names)}`,
    `The farm is asked for one of its names 200 times a second all the while, on 32 kept connections with TLS; lost is every request without a whole answer of status 200 within ten seconds. A reload is a changed timeout, from the engine's call until the farm answers with it, and the old process may hold its part of the memory meanwhile. A name more comes with a certificate of its own: its files and all others are written, and the farm takes it; ${sum(names.map(({ reloaded }) => reloaded))} of ${sum(names.map(({ added }) => added.length))} times that was a reload.`,
    `### Routes of a router\n\n${routesTable(routes)}`,
    "All lead to one container, which is asked for each of them every 5 seconds, as in a home: that is what the router does while nobody is there, once it has been started with them: written at once, they keep it busy for longer, as it reads all files anew for each. A changed route is one of a service that is deployed: the container is asked, the file is written, and the router says that it has taken it.",
    `### Questions to other hosts\n\n${checksTable(checks)}`,
    "Processor time while no visitor is there. One gate stands for all hosts, and what gate, router and container take is shared out among them. A host with services of its own is asked by a handshake each 0.8 s; a service on several hosts is asked at each of them every 2 s, with a handshake each time.",
    ...(hosts.length > 0
      ? [
          `### Hosts in one program\n\n${hostsTable(hosts)}`,
          "By the real engine: a farm's host with a router and a service, and further ones with network, router, gate and service each. Changed is the farm's own service alone. Each host has a process of the Docker provider; held at most is all that `pulumi preview` starts, with what processes share counted once.",
        ]
      : []),
  ].join("\n\n");
}

const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);

function targets(names: readonly NamesSeen[], routes: readonly RoutesSeen[]): string {
  const [largest, longest] = [most(names, (one) => one.held), most(routes, (one) => one.routes)];
  const lost = names.map(({ report }) => report.failed);
  return targetTable([
    {
      what: "Requests lost at reloads and new names",
      atMost: 0,
      decides: "max",
      found: lost.length > 0 ? spreadOf(lost) : undefined,
    },
    {
      what: `The farm with ${largest?.names ?? 0} names at most, of the ${farmLimits.memory.replace("MiB", " MiB")} of its container`,
      atMost: 192,
      unit: " MiB",
      found: largest && spreadOf([largest.most / 2 ** 20]),
    },
    {
      what: `A changed route of ${longest?.routes ?? 0}`,
      atMost: 3,
      unit: " s",
      found: longest && spreadOf(longest.changed),
    },
  ]);
}

const namesTable = (names: readonly NamesSeen[]): string =>
  table(
    [
      "Names × certificates",
      "held, MiB",
      "most, MiB",
      "reload, s",
      "a name more, s",
      "sent",
      "lost",
      "longest ms",
    ],
    names.map((one) => [
      `${digits(one.names)} × ${digits(Math.ceil(one.names / one.perCertificate))}`,
      mib(one.held),
      mib(one.most),
      spread(one.reloads),
      spread(one.added),
      String(one.report.sent),
      String(one.report.failed),
      digits(one.report.max),
    ]),
  );

const routesTable = (routes: readonly RoutesSeen[]): string =>
  table(
    ["Routes", "all of them, s", "a changed one, s", "held, MiB", "idle, ms/s"],
    routes.map((one) => [
      digits(one.routes),
      digits(one.all),
      spread(one.changed),
      mib(one.held),
      digits(one.processor),
    ]),
  );

const checksTable = (checks: readonly ChecksSeen[]): string =>
  table(
    ["Hosts and services", "farm, ms/s", "each host, ms/s", "farm held, MiB"],
    checks.map(({ hosts, services, farm, host, held }) => [
      services === 0
        ? `${hosts} ${hosts === 1 ? "host" : "hosts"}, each with services of its own`
        : `${services} services, each on ${hosts} hosts`,
      digits(farm),
      digits(host),
      mib(held),
    ]),
  );

const hostsTable = (hosts: readonly HostsSeen[]): string =>
  table(
    [
      ...["Further hosts", "from nothing, s", "unchanged, s", "one changed, s", "taken away, s", "resources"],
      ...["preview held at most, MiB", "farm held, MiB", "router and gate held, MiB", "farm, ms/s"],
    ],
    hosts.map((one) => [
      digits(one.hosts),
      ...[one.created, one.unchanged, one.changed, one.removed].map(digits),
      String(one.resources),
      ...[one.most, one.farm, one.further].map(mib),
      digits(one.processor),
    ]),
  );
