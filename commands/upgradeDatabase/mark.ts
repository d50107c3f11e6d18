import { commandLine } from "../../components/shared/shell";
import { upgradeLabels } from "../../components/survey/upgrades";
import { onHost } from "../restore/volumes/engine";
import type { Upgraded } from "./journal";
import type { Subject } from "./subject";

const whose = ["homeport.project", "homeport.environment"] as const;

/**
 * Has the engine remember whose data are in the volume, which the state does not know.
 * @param upgraded undefined where they are the state's server's again
 */
export async function remember(
  { target: { place, service }, standing: { source, volume }, server: { labels } }: Subject,
  upgraded: Upgraded | undefined,
): Promise<void> {
  const name = `${whose.map((label) => labels[label]).join("-")}-upgraded-${service}-${volume}`;
  const said = upgraded && {
    ...Object.fromEntries(whose.map((label) => [label, labels[label] ?? ""])),
    "homeport.component": service,
    [upgradeLabels.volume]: source,
    [upgradeLabels.from]: upgraded.from,
    [upgradeLabels.to]: upgraded.to,
  };
  const words = Object.entries(said ?? {}).flatMap(([label, value]) => ["--label", `${label}=${value}`]);
  await onHost(
    place,
    `${commandLine("docker", "volume", "rm", "--force", name)} >/dev/null
${said ? `${commandLine("docker", "volume", "create", ...words, name)} >/dev/null` : ":"}`,
  );
}
