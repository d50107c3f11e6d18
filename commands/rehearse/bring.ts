import { type Handed, runOnce } from "../restore/volumes/engine";
import type { Step } from "../restore/volumes/exchange";
import { fetchScript } from "../restore/volumes/scripts";
import { bytes } from "../status/render/units";
import type { PlannedSide } from "./plan";
import type { PartSeen } from "./report";

/** Brings the files of each service beside those in use, and verifies them. */
export async function bringFiles(side: PlannedSide, ways: Handed, step: Step): Promise<PartSeen[]> {
  const { place, once: name, container: backups, planned, chosen } = side;
  const files = planned.filter(({ database }) => !database);
  const seen: PartSeen[] = [];
  for (const service of new Set(files.map((one) => one.service))) {
    const own = files.filter((one) => one.service === service);
    const fetched = own.map(({ part, paths, except }) => ({
      ...{ place: side.repository, set: chosen.manifest.set, part, paths, except, from: side.from.stack },
    }));
    const begun = performance.now();
    const what = own.map(({ volume, part }) => `${service}/${volume} (${bytes(part.bytes)})`).join(", ");
    await step(`${what} beside what is in use, and verified`, () =>
      runOnce(place, {
        ...{ name, backups, handed: ways, script: fetchScript(fetched, { handed: true, verifies: true }) },
        sources: own.map(({ source }) => source),
      }),
    );
    const seconds = (performance.now() - begun) / 1000;
    for (const { volume, part } of own)
      seen.push({
        ...{ host: place.host, service, volume, kind: "files", seconds },
        ...{ files: part.files, bytes: part.bytes },
      });
  }
  return seen;
}
