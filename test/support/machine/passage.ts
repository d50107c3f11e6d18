import { run } from "../../images/run";

/** A way between two networks of the outer engine, which otherwise keeps them apart. */
export interface Passage {
  close(): Promise<void>;
}

/** Lets containers of one network reach stand-ins on another, as a home's own network would. */
export async function openPassage(from: string, to: string): Promise<Passage> {
  const rules = [
    ["-s", from, "-d", to],
    ["-s", to, "-d", from],
  ];
  const change = async (how: "-I" | "-D") => {
    for (const rule of rules) await run("iptables", ["-w", how, "DOCKER-USER", ...rule, "-j", "ACCEPT"]);
  };
  await change("-I");
  return { close: () => change("-D") };
}
