import { type Answer, ask } from "../../support/http";
import { serversOf } from "../../support/statistics";
import { containerOf, type SpreadHome } from "./home";

/** Asks a home on three hosts, and its farm, what they think. */
export class Asking {
  constructor(readonly home: SpreadHome) {}

  get = (name: string, path = "/", headers: Record<string, string> = {}): Promise<Answer> =>
    ask(this.home.https, `${name}.example.org`, path, { headers });

  status = async (name: string) => (await this.get(name)).status;

  instance = async (name: string, headers = {}) => (await this.get(name, "/", headers)).json().instance;

  /** The containers that answer for a service, seen in as many requests as make it sure. */
  async seen(name: string, requests = 12): Promise<Set<string>> {
    const all = new Set<string>();
    for (let at = 0; at < requests; at++) all.add(await this.instance(name));
    return all;
  }

  /** Whoever has been told by its container's short id: so the answers name it. */
  idOf = (host: "east" | "west", name: string) =>
    containerOf(this.home[host].containers, name).Id.slice(0, 12);

  /** What the farm thinks of the only server of a section. */
  stateOf = async (section: string): Promise<string> =>
    (await serversOf(this.home.stats)).find((one) => one.section === section)?.status ?? "";
}
