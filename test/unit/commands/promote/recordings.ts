import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * What the real engine printed, cut down to what could be read: production as it was first deployed, and staging with
 * a newer image from a registry, a new service that has a secret, and another rate limit.
 */
export const recorded = join(__dirname, "recorded");
export const recording = (name: string): string => readFileSync(join(recorded, name), "utf8");

/** The image that staging runs and production does not, as the engine knows it. */
export const echo = {
  id: "sha256:51e060b08f2c7f58228420cb62f1a048f7da956cf9d6c2031f6497457ffd23c3",
  name: "registry.example.org/echo:2",
  digest: "sha256:4bfa958796cda463de2374e5eec85bb0e16ee7f05578d94840e727ef9bec5711",
} as const;

/** The containers in a recorded state, by name. */
export function containersIn(stack: string): Record<string, { id: string; image: string }> {
  const { deployment } = JSON.parse(recording(`${stack}.export.json`)) as {
    deployment: { resources: { type: string; urn: string; id: string; inputs: { image: string } }[] };
  };
  const containers = deployment.resources.filter(({ type }) => type === "docker:index/container:Container");
  return Object.fromEntries(
    containers.map(({ urn, id, inputs }) => [urn.split("::").at(-1), { id, image: inputs.image }]),
  );
}

/** Which recording is printed as the history of staging. */
export interface Told {
  readonly history?: "staging" | "failed" | "destroyed";
  /** Whether the engine answers. */
  readonly engine?: boolean;
  /** Whether there is a `pulumi` at all. */
  readonly pulumi?: boolean;
}

/** Writes `pulumi` and `docker` commands that print what was recorded, and fail for all else; to be put on PATH. */
export function commands({ history = "staging", engine = true, pulumi = true }: Told = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "homeport-promotion-"));
  const all = ["prod", "staging"].flatMap((stack) => Object.values(containersIn(stack)));
  const imageIdOf = (image: string) => (image === echo.name ? echo.id : `sha256:of-${image}`);
  const containers = all.map(({ id, image }) => `${id} ${imageIdOf(image)}`);
  const images = [...new Set(all.map(({ image }) => image))].map((image) => {
    const digests = image === echo.name ? [`registry.example.org/echo@${echo.digest}`] : [];
    return `${imageIdOf(image)} ${JSON.stringify(digests)}`;
  });
  writeFileSync(join(folder, "container"), `${containers.join("\n")}\n`);
  writeFileSync(join(folder, "image"), `${images.join("\n")}\n`);
  if (!pulumi) return folder;
  script(
    join(folder, "pulumi"),
    `case "$*" in
  "stack export --stack prod --non-interactive") cat '${recorded}/prod.export.json';;
  "stack export --stack staging --non-interactive") cat '${recorded}/staging.export.json';;
  "stack history --stack prod --json "*) cat '${recorded}/prod.history.json';;
  "stack history --stack staging --json "*) cat '${recorded}/${history}.history.json';;
  *) echo "error: no stack named '$4' found" >&2; exit 255;;
esac`,
  );
  script(
    join(folder, "docker"),
    engine
      ? `[ "$DOCKER_HOST" = "unix:///var/run/docker.sock" ] && cat '${folder}'/"$1"`
      : 'echo "Cannot connect to the Docker daemon" >&2; exit 1',
  );
  return folder;
}

function script(file: string, text: string): void {
  writeFileSync(file, `#!/bin/sh\n${text}\n`);
  chmodSync(file, 0o755);
}
