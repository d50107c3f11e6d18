import { npx } from "../../components/shared/npx";
import { command } from "../shared/command";
import type { Running } from "../shared/surroundings";
import { wholeNumber } from "../shared/values";

export const hostKey = (running: Running) =>
  command("host-key", {
    summary: "shows the public key of a machine, with the fingerprint to compare",
    description:
      "Asks a machine for its public host key, as `hostKey` of a host wants it, and says how to see on the machine itself that nobody else answered.",
    examples: [npx("homeport host-key 10.0.0.12"), npx("homeport host-key machine.example.org 2222")],
  })
    .argument("<address>", "name or address of the machine")
    .argument(
      "[port]",
      "where its SSH server listens",
      wholeNumber("port", { least: 1, most: 65_535, example: "22" }),
      22,
    )
    .option("--json", "for programs")
    .action(async (address, port, options) => {
      const { run } = await import("./run.ts");
      running.end(await run({ address, port, ...options }, running));
    });
