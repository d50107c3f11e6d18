import { trialLabel } from "../../components/survey/wantedVolume";

/** Labels by which the objects of an environment are known. */
export interface Whose {
  readonly project: string;
  readonly environments: readonly string[];
}

type Labels = Readonly<Record<string, string>>;

/** Whether an object says that it is one of these environments'. */
export const isOf = (labels: Labels, { project, environments }: Whose): boolean =>
  labels["homeport.project"] === project && environments.includes(labels["homeport.environment"] ?? "");

/** Whether a trial made it, which removes by itself what it made. */
export const isOfTrial = (labels: Labels): boolean => labels[trialLabel] !== undefined;
