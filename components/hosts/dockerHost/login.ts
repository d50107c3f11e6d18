import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { dockerHub } from "../../shared/image";
import { inFolder } from "./folder";

/** Who asks a registry, with all values known. */
export interface KnownLogin {
  readonly registry: string;
  readonly user: string;
  readonly password: string;
}

/** Docker's own registry stands under this name in its files. */
const hubKey = "https://index.docker.io/v1/";

/** Renders `config.json` as `docker login` writes it where it has nowhere else to keep a password. */
export const renderLogin = ({ registry, user, password }: KnownLogin): string =>
  JSON.stringify({
    auths: {
      [registry === dockerHub ? hubKey : registry]: {
        auth: Buffer.from(`${user}:${password}`).toString("base64"),
      },
    },
  });

/**
 * Gives `docker` a login while some work is done, in a folder that nobody else reads.
 * @param work is told the words that go before the command
 */
export async function withLogin<T>(
  login: KnownLogin | undefined,
  work: (words: readonly string[]) => Promise<T>,
): Promise<T> {
  if (!login) return work([]);
  return inFolder("login", async (folder) => {
    await writeFile(join(folder, "config.json"), renderLogin(login), { mode: 0o600 });
    return work(["--config", folder]);
  });
}
