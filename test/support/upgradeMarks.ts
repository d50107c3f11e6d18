import { upgradeLabels } from "../../components/survey/upgrades";
import { docker } from "./containers";

const marksOf = async (project: string) =>
  (
    await docker.listVolumes({
      filters: { label: [upgradeLabels.volume, `homeport.project=${project}`] },
    })
  ).Volumes;

/** Whose data the engine remembers to be in volumes of a project. */
export const upgradeMarks = async (project: string): Promise<(string | undefined)[]> =>
  (await marksOf(project)).map(({ Labels }) => Labels[upgradeLabels.to]);

/** They belong to no run by a label: each removes its own. */
export async function removeUpgradeMarks(project: string): Promise<void> {
  for (const { Name } of await marksOf(project)) await docker.getVolume(Name).remove();
}
