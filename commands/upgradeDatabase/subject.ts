import { engineOf } from "../../components/databases/engines";
import { engineLabel, isOlder, kindOf, labelOf, versionOf } from "../../components/databases/version";
import { npx } from "../../components/shared/npx";
import type { MountingContainer } from "../restore/volumes/engine";
import { look, type Standing } from "../restore/volumes/look";
import type { Target } from "../restore/volumes/target";
import { Failure } from "../shared/failure";

/** A database, and all that uses it. */
export interface Subject {
  readonly part: string;
  readonly target: Target;
  readonly standing: Standing;
  readonly server: MountingContainer;
  /** Its kind, and the series of its version. */
  readonly label: string;
}

/** @throws Failure where it is no database, or several. */
export async function subjectIn(wanted: string, target: Target): Promise<Subject> {
  const databases = target.volumes.filter(({ server }) => server);
  const names = databases.map(({ volume }) => `${target.service}/${volume}`).join(", ");
  const [one, ...more] = databases.filter(({ isWanted }) => isWanted);
  if (!one?.server)
    throw new Failure(
      `${wanted}: there is no such database; ${names === "" ? "it has files alone" : `there are: ${names}`}`,
    );
  if (more.length > 0) throw new Failure(`${wanted} has several databases; say which: ${names}`);
  const [standing] = await look({ ...target, volumes: [one] });
  if (!standing) throw new Failure(`${wanted}: its volume cannot be read`);
  const label = one.server.labels[engineLabel] ?? "";
  return { part: wanted, target, standing, server: one.server, label };
}

/**
 * Which server an image is.
 * @throws Failure where no upgrade leads to it.
 */
export function wantedLabel(image: string, { part, label }: Pick<Subject, "part" | "label">): string {
  const engine = engineOf(kindOf(label));
  if (versionOf(image).length < engine.series)
    throw new Failure(
      `--to: ${JSON.stringify(image)} does not say its version; an image whose tag begins with it: --to ${engine.defaultImage}`,
    );
  const wanted = labelOf(engine, image);
  const [has = "", is = ""] = [wanted, label].map((one) => one.split(" ")[1]);
  if (engine.takesOlder)
    throw new Failure(
      `${part} is ${engine.title}, which takes older data as they are: give it the image in the program, and ${npx("pulumi up")}`,
    );
  if (wanted !== label && isOlder(has, is))
    throw new Failure(
      `--to: ${image} is ${wanted}, and ${part} is ${label}: an older server may not read its dump, or read it wrongly`,
    );
  return wanted;
}
