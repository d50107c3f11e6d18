import { isAgain } from "../../components/front/haproxy/again";
import { ask } from "./http";

/** What a HAProxy thinks of a server. */
export interface ServerState {
  readonly section: string;
  readonly name: string;
  /** As in UP, or UP 1/2 where one check of two has failed. */
  readonly status: string;
  /** What the last check has found, as in L6OK; INI where none has ended yet. */
  readonly check: string;
}

/** Every server in the statistics of a farm. */
export async function serversOf(statistics: string): Promise<ServerState[]> {
  const [head = "", ...lines] = (await ask(statistics, "localhost", "/stats;csv")).text.split("\n");
  const names = head.replace(/^# /, "").split(",");
  return lines
    .map((line) => line.split(","))
    .map((line) => (name: string) => line[names.indexOf(name)] ?? "")
    .filter((column) => column("type") === "2")
    .filter((column) => !isAgain({ section: column("pxname"), server: column("svname") }))
    .map((column) => ({
      section: column("pxname"),
      name: column("svname"),
      status: column("status"),
      check: column("check_status").replace(/^\* /, ""),
    }));
}
