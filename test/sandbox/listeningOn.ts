import { execFileSync } from "node:child_process";
import { entriesImage, testImages } from "../images/tags";

/** The image of the answering server as one that listens on another port, as a user's application does. */
export const listeningOn = (port: number): string =>
  built(`${testImages.echo}-${port}`, `FROM ${testImages.echo}\nENV PORT=${port}\nEXPOSE ${port}\n`);

/** Stands for a database: it listens, and has the health check of MariaDB's image. */
export const databaseOf = (port: number): string =>
  built(
    `${entriesImage}-${port}`,
    `FROM ${entriesImage}
RUN printf '#!/bin/sh\\nexec nc -w 1 127.0.0.1 ${port} -e true </dev/null\\n' > /usr/local/bin/healthcheck.sh \\
 && chmod 755 /usr/local/bin/healthcheck.sh
ENTRYPOINT ["sh", "-c", "while :; do nc -l -p ${port} -e true; done"]
`,
  );

function built(tag: string, recipe: string): string {
  execFileSync("docker", ["build", "--quiet", "--tag", tag, "-"], {
    input: recipe,
    stdio: ["pipe", "ignore", "pipe"],
  });
  return tag;
}
