import { z } from "zod";
import { aptFunctions } from "./apt";
import { engineFunctions } from "./engineShell";
import { renderStep } from "./shell";

/** What a machine is, when it was looked at last. */
export interface HostFacts {
  /** As in `/etc/os-release`: `debian` or `ubuntu`, its version, and what it calls itself. */
  readonly os: { readonly id: string; readonly version: string; readonly name: string };
  readonly kernel: string;
  /** As dpkg names it: `amd64`, `arm64`. */
  readonly architecture: string;
  readonly processors: number;
  readonly memoryBytes: number;
  /** The disk with images, containers and volumes. */
  readonly disk: { readonly path: string; readonly bytes: number; readonly freeBytes: number };
  /** Those that others may know: neither loopback nor of containers. */
  readonly addresses: readonly string[];
  readonly engine: { readonly version: string; readonly api: string };
  /** Version of Docker Compose; null where there is none. */
  readonly compose: string | null;
}

const factsSchema: z.ZodType<HostFacts> = z.object({
  os: z.object({ id: z.string(), version: z.string(), name: z.string() }),
  kernel: z.string(),
  architecture: z.string(),
  processors: z.number(),
  memoryBytes: z.number(),
  disk: z.object({ path: z.string(), bytes: z.number(), freeBytes: z.number() }),
  addresses: z.array(z.string()),
  engine: z.object({ version: z.string(), api: z.string() }),
  compose: z.string().nullable(),
});

/** Reads what the script of the facts has written. */
export const parseFacts = (text: string): HostFacts => factsSchema.parse(JSON.parse(text));

/**
 * Renders the script that tells what a machine is.
 * @param revision of the steps before: where one of them has run again, so has this
 */
export const renderFacts = (host: string, revision: string): string =>
  renderStep(
    host,
    [aptFunctions, engineFunctions],
    `# Set up as ${revision}.
need jq iproute2
. /etc/os-release
answers || fail "the Docker engine does not answer.
  Look at: docker version"
folder=$(docker info --format '{{.DockerRootDir}}')
jq -cn \\
  --arg id "$ID" --arg version "$VERSION_ID" --arg name "$PRETTY_NAME" \\
  --arg kernel "$(uname -r)" --arg architecture "$(dpkg --print-architecture)" \\
  --argjson processors "$(nproc)" \\
  --argjson memory "$(awk '$1 == "MemTotal:" { printf "%.0f", $2 * 1024 }' /proc/meminfo)" \\
  --arg folder "$folder" \\
  --arg disk "$(df -PB1 "$folder" | awk 'NR == 2 { print $2, $4 }')" \\
  --arg addresses "$(ip -o address show scope global | awk '$2 !~ /^(docker|br-|veth|virbr)/ { sub("/.*", "", $4); print $4 }')" \\
  --arg engine "$(asked Version)" --arg api "$(asked APIVersion)" \\
  --arg compose "$({ docker compose version --short || docker-compose version --short; } 2>/dev/null || true)" '
  ($disk | split(" ") | map(tonumber)) as [$bytes, $free]
  | { os: { id: $id, version: $version, name: $name }, kernel: $kernel, architecture: $architecture,
      processors: $processors, memoryBytes: $memory,
      disk: { path: $folder, bytes: $bytes, freeBytes: $free },
      addresses: ($addresses | split("\\n") | map(select(. != ""))),
      engine: { version: $engine, api: $api },
      compose: (if $compose == "" then null else $compose end) }'`,
  );
