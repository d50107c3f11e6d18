/** `npm run host-key -- ADDRESS [PORT]`: the public host key of a machine, with the fingerprint to compare. */
import { x } from "tinyexec";

// In the order of preference.
const types = ["ed25519", "ecdsa", "rsa"];

const [address, port = "22"] = process.argv.slice(2);
if (!address) fail("Say which machine: npm run host-key -- 10.0.0.12 [port]");

const { stdout, stderr } = await x("ssh-keyscan", ["-T", "10", "-p", port, "-t", types.join(","), address]);
const keys = stdout
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => line.split(" ").slice(1).join(" "));
const found = types.flatMap((type) =>
  keys.filter((key) => key.includes(type)).map((key) => ({ type, key })),
)[0];
if (!found) fail(`${address}, port ${port}, shows no host key: ${stderr.trim() || "no answer within 10 s"}`);
const { type, key } = found;

const [, fingerprint] = (await x("ssh-keygen", ["-lf", "-"], { stdin: `${key}\n` })).stdout.split(" ");
console.log(`hostKey: ${key}

Anybody on the way could have answered. Compare before you use it; on the machine itself, at its own screen,
  ssh-keygen -lf /etc/ssh/ssh_host_${type}_key.pub
has to show
  ${fingerprint}`);

function fail(text: string): never {
  console.error(text);
  process.exit(1);
}
