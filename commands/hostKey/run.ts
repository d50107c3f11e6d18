import { exitCodes, Failure } from "../shared/failure";
import { runProcess } from "../shared/process";
import type { Surroundings } from "../shared/surroundings";

/** What the command is asked for. */
interface Options {
  readonly address: string;
  readonly port: number;
  readonly json?: boolean;
}

// In the order of preference.
const types = ["ed25519", "ecdsa", "rsa"];

/** Shows the public host key of a machine. */
export async function run({ address, port, json }: Options, { out, terminal, variables }: Surroundings) {
  terminal.progress(`asking ${address} …`);
  const scan = ["-T", "10", "-p", String(port), "-t", types.join(","), "--", address];
  const { stdout, stderr, reason } = await runProcess({ program: "ssh-keyscan", words: scan, variables });
  const found = bestOf(stdout);
  if (!found) {
    const why = reason ?? (stderr.trim() || "no answer within 10 s");
    throw new Failure(`${address}, port ${port}, shows no host key: ${why}`);
  }
  const { type, key } = found;
  const told = await runProcess({ program: "ssh-keygen", words: ["-lf", "-"], input: `${key}\n`, variables });
  const [, fingerprint = ""] = told.stdout.split(" ");
  terminal.progress();
  out(
    json
      ? `${JSON.stringify({ hostKey: key, type, fingerprint }, null, 2)}\n`
      : words(type, key, fingerprint),
  );
  return exitCodes.done;
}

function bestOf(scanned: string) {
  const keys = scanned
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split(" ").slice(1).join(" "));
  return types.flatMap((type) => keys.filter((key) => key.includes(type)).map((key) => ({ type, key })))[0];
}

const words = (type: string, key: string, fingerprint: string): string => `hostKey: ${key}

Anybody on the way could have answered. Compare before you use it; on the machine itself, at its own screen,
  ssh-keygen -lf /etc/ssh/ssh_host_${type}_key.pub
has to show
  ${fingerprint}
`;
