import type { DatabaseEngine } from "../../components/databases/engine";
import { versionOf } from "../../components/databases/version";
import { commandLine } from "../../components/shared/shell";
import { onHost, type Place } from "../restore/volumes/engine";
import { dataMountOf, type ServerMade } from "./serverAt";

/** A server as it would be made of another image of its kind: what its own image says is not taken along. */
export async function onImage(
  place: Place,
  made: ServerMade,
  engine: DatabaseEngine,
  image: string,
): Promise<ServerMade> {
  const script = commandLine("docker", "image", "inspect", "-f", "{{json .Config.Env}}", made.image);
  const ofImage: readonly string[] | null = JSON.parse(await onHost(place, script));
  return remade(made, ofImage ?? [], engine, image);
}

/** @param ofImage variables that its own image says */
export function remade(
  made: ServerMade,
  ofImage: readonly string[],
  engine: Pick<DatabaseEngine, "first" | "dataPath">,
  image: string,
): ServerMade {
  const version = versionOf(image);
  const of = (name: string) =>
    made.environment.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
  const wanted = { database: of("HOMEPORT_DATABASE"), user: of("HOMEPORT_USER"), password: "" };
  const first = Object.entries(engine.first(wanted, version)).map(([name, value]) => `${name}=${value}`);
  const names = new Set(first.map((one) => one.split("=")[0]));
  const data = dataMountOf(made);
  return {
    ...made,
    image,
    environment: [
      ...made.environment.filter((one) => !ofImage.includes(one) && !names.has(one.split("=")[0])),
      ...first,
    ],
    mounts: made.mounts.map((one) =>
      one === data ? { ...one, Destination: engine.dataPath(version) } : one,
    ),
  };
}
