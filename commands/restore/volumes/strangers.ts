import { npx } from "../../../components/shared/npx";
import { Failure } from "../../shared/failure";
import { isOf } from "../../shared/whose";
import { isRunning, type MountingContainer } from "./engine";

type Labels = MountingContainer["labels"];

/**
 * Nobody may write while data are exchanged.
 * @param known containers of the stack's state
 * @param own labels of one of them
 * @throws Failure where something else uses the data, with the way in which it ends.
 */
export function refuseStrangers(
  using: readonly MountingContainer[],
  known: { has(id: string): boolean },
  own: Labels,
  service: string,
): void {
  const strangers = using.filter((one) => isRunning(one) && !known.has(one.id));
  if (strangers.length === 0) return;
  const names = strangers.map(({ name }) => name);
  throw new Failure(
    `${names.join(", ")}: uses the data of ${service} and is in no state; stop it first, as nobody may write while data are exchanged: ${endOf(strangers, own)}`,
  );
}

/** Another stack's containers are stopped as a whole, or they would be missed there. */
function endOf(strangers: readonly MountingContainer[], own: Labels): string {
  const environmentOf = (labels: Labels) => labels["homeport.environment"] ?? "";
  const whose = { project: own["homeport.project"] ?? "", environments: [environmentOf(own)] };
  const isForeign = ({ labels }: MountingContainer) => environmentOf(labels) !== "" && !isOf(labels, whose);
  const environments = new Set(strangers.filter(isForeign).map(({ labels }) => environmentOf(labels)));
  const others = strangers.filter((one) => !isForeign(one)).map(({ name }) => name);
  return [
    ...[...environments].map((one) => npx(`homeport sleep ${one} --yes`)),
    ...(others.length > 0 ? [`docker stop ${others.join(" ")}`] : []),
  ].join("; ");
}
