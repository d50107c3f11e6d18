import { isKept } from "../../../components/services/volumeBackup";
import { byCode } from "../../../components/shared/order";
import type { BackupFacts, VolumeFacts } from "../facts/data";
import type { EnvironmentFacts } from "../facts/home";
import type { Look } from "./look";
import { renderColumns } from "./table";
import { ago, ahead, bytes, day } from "./units";

/** Data: how much there is, and what backs it up. */
export function renderVolumes({ volumes, hosts, asleep }: EnvironmentFacts, now: number, look: Look): string {
  const several = hosts.length > 1;
  const head = ["", "VOLUME", ...(several ? ["HOST"] : []), "SIZE", "BACKED UP BY"];
  return renderColumns({
    head: head.map((one) => look.paint("dim", one)),
    rows: volumes.map((one) => [
      " ",
      `${one.service}/${one.volume}`,
      ...(several ? [one.host] : []),
      renderSize(one, look),
      renderBackup(one, asleep !== undefined, now),
    ]),
    width: look.columns,
    giving: [{ column: head.length - 1, least: 20 }],
    wraps: true,
  });
}

function renderSize({ there, size }: VolumeFacts, { paint }: Look): string {
  if (there === "missing") return paint("red", "GONE");
  return size === undefined ? paint("yellow", "unknown") : bytes(size);
}

function renderBackup({ backup, by, backedUp }: VolumeFacts, asleep: boolean, now: number): string {
  if (isKept(backup)) {
    if (by === undefined) return "nothing, though it says how";
    return `${by}: ${asleep ? "asleep" : backedUp === undefined ? "never" : ago(backedUp, now)}`;
  }
  if (backup === undefined) return "the program does not say";
  return backup === "none" ? "nothing, as the program says" : backup;
}

/** When the sets of what makes backups were brought up elsewhere, where they ever were. */
export function renderRehearsed({ name, runs }: BackupFacts, now: number, { paint }: Look): string {
  if ("notAsked" in runs || !runs.known.rehearsed) return "";
  const { at, ok, to } = runs.known.rehearsed;
  const said = `${name}: rehearsed ${ago(at, now)} in ${to}`;
  return `   ${ok ? `${said}, and all held` : paint("red", `${said}, and it FAILED`)}\n`;
}

/** When the certificates end that the farm shows; names with the same day in one. */
export function renderCertificates({ certificates }: EnvironmentFacts, now: number, look: Look): string {
  if ("notAsked" in certificates)
    return `   ${look.paint("yellow", `certificates: could not ask: ${certificates.notAsked}`)}\n`;
  const days = new Map<string, string[]>();
  for (const one of [...certificates.known].sort((a, b) => byCode(a.until ?? "", b.until ?? ""))) {
    const until = one.until === undefined ? "none yet" : `${day(one.until)}, ${ahead(one.until, now)}`;
    days.set(until, [...(days.get(until) ?? []), one.domain]);
  }
  return renderColumns({
    head: ["", "CERTIFICATE UNTIL", "OF"].map((one) => look.paint("dim", one)),
    rows: [...days].map(([until, domains]) => [" ", until, domains.sort(byCode).join(", ")]),
    width: look.columns,
    giving: [{ column: 2, least: 30 }],
    wraps: true,
  });
}
