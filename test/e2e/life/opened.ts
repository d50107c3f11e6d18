import { type Container, containers } from "../../support/containers";
import { type LoadOptions, type LoadReport, start } from "../../support/load";
import { pause } from "../../support/wait";
import type { Home } from "../home";
import { basePorts } from "../workspace";

/** The stack whose life is told, for tests that are defined before it exists. */
export type Opened = () => Home;

/** Production's farm, and the router's published port. Its offsets are 0. */
export const farm = `http://127.0.0.1:${basePorts.http}`;
export const gate = `http://127.0.0.1:${basePorts.router}`;

/** Running containers of a service, or of `farm`, `router`, `gate`. */
export const running = ({ labels }: Home, component: string): Promise<Container[]> =>
  containers({ ...labels, "homeport.component": component });

export const idsOf = async (home: Home, component: string): Promise<string[]> =>
  (await running(home, component)).map(({ Id }) => Id).sort();

/** Asks for `web` all the while, and a little before and after. */
export async function whileAsking<T>(
  work: () => Promise<T>,
  options: Partial<LoadOptions> = {},
): Promise<[T, LoadReport]> {
  const load = start({ origin: farm, host: "web.example.org", rate: 200, maxSeconds: 500, ...options });
  try {
    await pause(1);
    const result = await work();
    await pause(2);
    return [result, await load.stop()];
  } catch (error) {
    await load.stop();
    throw error;
  }
}
