import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname } from "node:path/posix";
import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import { revisionOf } from "../../shared/revision";
import { commandLine } from "../../shared/shell";
import { byTitle } from "../../shared/titled";
import type { SshKey } from "./target";

/** A private key as `ssh` finds it. */
export interface Identity {
  /** Path of its file; undefined where the agent has it. */
  readonly path: pulumi.Output<string | undefined>;
  /** The public key, where the program made the key. */
  readonly publicKey?: pulumi.Output<string>;
}

/** Sees to it that `ssh`, and with it the Docker provider, finds a key. */
export function provideKey(name: string, key: SshKey, parent: pulumi.Resource): Identity {
  switch (key.from) {
    case "agent":
      return { path: pulumi.output(undefined) };
    case "file":
      return { path: pulumi.output(key.path) };
    case "value":
      return { path: keyFile(name, key.privateKey, parent) };
    case "generated": {
      const made = new tls.PrivateKey(`${name}-key`, { algorithm: "ED25519" }, { parent });
      return {
        path: keyFile(name, made.privateKeyOpenssh, parent),
        publicKey: made.publicKeyOpenssh.apply((text) => text.trim()),
      };
    }
  }
}

/**
 * The provider reads a key from a file only, also when the program does not run (refresh, destroy): the file stays
 * as long as the host does. The path is the same wherever the program runs, and each stack has its own: several may enter one machine by one
 * key, and what one of them removes would be missed by the others.
 */
function keyFile(name: string, given: pulumi.Input<string>, parent: pulumi.Resource): pulumi.Output<string> {
  const key = pulumi.secret(given).apply((text) => `${text.replaceAll("\r\n", "\n").trimEnd()}\n`);
  const path = pulumi.unsecret(
    key.apply((text) => `${directory}/${pulumi.getStack()}/${name}-${revisionOf(text)}.key`),
  );
  const titles = { put: `keep the key of ${name}`, remove: `remove the key of ${name}` };
  const file = new local.Command(
    `${name}-key-file`,
    {
      create: titles.put,
      delete: titles.remove,
      interpreter: path.apply((at) =>
        byTitle([
          { title: titles.put, script: renderPut(at) },
          { title: titles.remove, script: commandLine("rm", "-f", at) },
        ]),
      ),
      stdin: key,
      triggers: [path],
      addPreviousOutputInEnv: false,
    },
    { parent },
  );
  return pulumi.unsecret(pulumi.all([file.id, path, key]).apply(([, at, text]) => restored(at, text)));
}

/** Beside the program, and in no repository. */
const directory = ".homeport";

/** Renders what puts a key in its place whole: `ssh` reads it there at any time. */
export const renderPut = (path: string): string => `umask 077
mkdir -p ${dirname(path)} && echo '*' > ${directory}/.gitignore && cat > ${path}.$$ && mv -f ${path}.$$ ${path} || { rm -f ${path}.$$; exit 1; }`;

/** Another machine than the one that wrote the file may deploy next; and a write may have been cut off. */
export function restored(path: string, key: string): string {
  if (!isInOrder(path, key)) execFileSync("/bin/sh", ["-c", renderPut(path)], { input: key });
  return path;
}

/** `ssh` takes no key that others may read. */
const isInOrder = (path: string, key: string): boolean =>
  existsSync(path) && (statSync(path).mode & 0o077) === 0 && readFileSync(path, "utf8") === key;
