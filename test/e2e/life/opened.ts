import { type Container, containers, docker } from "../../support/containers";
import { type LoadOptions, type LoadReport, start } from "../../support/load";
import { losses } from "../../support/loadReport";
import { pause } from "../../support/wait";
import type { Home } from "../home";
import { basePorts } from "../workspace";

/** The stack whose life is told, for tests that are defined before it exists. */
export type Opened = () => Home;

/** Production's farm, with TLS and without, and the router's published port. Its offsets are 0. */
export const farm = `https://127.0.0.1:${basePorts.https}`;
export const plainFarm = `http://127.0.0.1:${basePorts.http}`;
export const gate = `http://127.0.0.1:${basePorts.router}`;

/** Running containers of a service, or of `farm`, `router`, `gate`. */
export const running = ({ labels }: Home, component: string): Promise<Container[]> =>
  containers({ ...labels, "homeport.component": component });

export const idsOf = async (home: Home, component: string): Promise<string[]> =>
  (await running(home, component)).map(({ Id }) => Id).sort();

/** Ids of all containers of a service, also of those that do not run. */
export async function everyOf({ labels }: Home, component: string): Promise<string[]> {
  const wanted = Object.entries({ ...labels, "homeport.component": component });
  const filters = { label: wanted.map(([name, value]) => `${name}=${value}`) };
  return (await docker.listContainers({ all: true, filters })).map(({ Id }) => Id).sort();
}

/** Visitors of `web`: many quick ones, and a few whose answers take longer than an exchange of containers. */
export const quick: Visitors = { origin: farm, rate: 200 };
export const slow: Visitors = { origin: farm, rate: 4, path: "/delay?ms=1500" };
/** Those who come for the first time see every handshake. */
export const newcomers: Visitors = { origin: farm, rate: 20, newConnections: true };
/** Farms on other hosts would come by this port. */
export const throughGate: Visitors = { origin: gate, rate: 50 };

type Visitors = Omit<LoadOptions, "host"> & { readonly host?: string };

/** Lets visitors ask all the while, and a little before and after; what each kind of them saw. */
export async function whileAsking<T>(
  visitors: readonly Visitors[],
  work: () => Promise<T>,
): Promise<{ result: T; reports: LoadReport[] }> {
  const loads = visitors.map((kind) => start({ host: "web.example.org", maxSeconds: 500, ...kind }));
  const stop = () => Promise.all(loads.map((load) => load.stop()));
  try {
    await pause(1);
    const result = await work();
    await pause(2);
    return { result, reports: await stop() };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** One line for each kind of visitors that lost a request. */
export const lossesOf = (reports: readonly LoadReport[]): string[] =>
  reports.filter(({ failed }) => failed > 0).map(losses);
