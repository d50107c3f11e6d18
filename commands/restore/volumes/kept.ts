import { besideData } from "../../../components/backups/layout";
import { swapFunctions } from "../../../components/backups/swap";
import { commandLine } from "../../../components/shared/shell";
import type { DeclaredContainer } from "../../shared/declared/facts";
import { onHost, type Place } from "./engine";
import { brought, type Standing } from "./look";
import { standsFunction } from "./scripts";

/** What lies beside the data in use of a volume. */
export interface Kept extends Pick<Standing, "phase" | "set" | "from" | "hours" | "beside"> {
  readonly service: string;
  readonly volume: string;
}

const script = `set -u
${swapFunctions}
${standsFunction}
# What is kept on purpose may be much, and is not measured each time that somebody looks.
size() { case $phase in ${brought.join(" | ")}) timeout 20 du -sk "$1" 2>/dev/null | cut -f 1 | grep . || echo 0 ;; *) echo 0 ;; esac; }
for one in /volumes/*/*; do
  is_there "$one/${besideData}" && at "$one" 2>/dev/null || continue
  printf '%s\\t' "\${one#/volumes/}"
  stands
  echo
done`;

/** How long it may take, in seconds: what is kept is measured. */
const patience = 60;

/**
 * Looks into all volumes of an environment on a host by what tidies them, whether that runs or not, and changes nothing.
 * @param sweeper its container's id
 */
export async function keptBy(place: Place, sweeper: string): Promise<Kept[]> {
  const words = ["--rm", "--read-only", "--network", "none", "--user", "0:0", "--log-driver", "none"];
  const once = commandLine(
    ...["docker", "run", ...words, "--cap-drop", "ALL", "--cap-add", "DAC_OVERRIDE"],
    ...["--security-opt", "no-new-privileges:true", "--entrypoint", "sh", "--volumes-from", `${sweeper}:ro`],
  );
  const shell = commandLine("-c", script);
  return parseKept(
    await onHost(
      place,
      `state=$(docker inspect -f '{{.State.Running}} {{.Image}}' ${sweeper}) || exit 1
case $state in
  "true "*) exec ${commandLine("docker", "exec", sweeper, "sh")} ${shell} ;;
  *) exec ${once} "\${state#* }" ${shell} ;;
esac`,
      patience,
    ),
  );
}

/** The same of what backs up an environment on a host. An earlier version had nothing that tidies. */
export async function keptOf(
  { name, containers }: { readonly name: string; readonly containers: readonly DeclaredContainer[] },
  place: Place,
): Promise<Kept[]> {
  const sweeper = containers.find(({ role, unit }) => role === "sweeper" && unit === `${name}-sweeper`);
  return sweeper ? keptBy(place, sweeper.id) : [];
}

/** Reads a line for each volume. */
export const parseKept = (text: string): Kept[] =>
  text
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const [name = "", phase = "none", set = "", from, hours, beside] = line.split("\t");
      const [service = "", volume = ""] = name.split("/");
      return {
        ...{ service, volume, phase: phase as Kept["phase"], set, ...(from && { from }) },
        ...{ hours: Number(hours), beside: Number(beside) * 1024 },
      };
    });
