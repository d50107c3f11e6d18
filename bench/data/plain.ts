import { x } from "tinyexec";
import { engineOf } from "../../components/databases/engines";
import { resticImage } from "../../test/images/tags";
import { docker } from "../../test/support/containers";
import type { DataHome } from "./home";

/** Seconds that restic takes alone, without the limits of the backup container, into a volume of its own. */
export async function plainRestore(home: DataHome, option: "" | "--verify"): Promise<number> {
  const { Id } = await home.container("backups");
  const volume = `${Id.slice(0, 12)}-plain`;
  const script = `. /backups/library; unset GOGC
restic_0 restore latest:/volumes/pages/files --tag part-pages-files --target /plain --quiet ${option}`;
  try {
    return await secondsOf("docker", [
      ...["run", "--rm", "--volumes-from", Id, "-v", `${volume}:/plain`],
      ...["--entrypoint", "sh", resticImage, "-c", script],
    ]);
  } finally {
    await docker.getVolume(volume).remove();
  }
}

/** Seconds that `pg_restore` takes to read a dump from restic into an empty database of the server in use. */
export async function plainDump(home: DataHome): Promise<number> {
  const [{ Id: backups }, { Id: store }] = [await home.container("backups"), await home.container("store")];
  const load = engineOf("postgres").load.replace('-d "$HOMEPORT_DATABASE"', "-d plain");
  await home.inside("store", `${engineOf("postgres").ask} -c 'CREATE DATABASE plain'`);
  try {
    return await secondsOf("sh", [
      "-c",
      'docker run --rm --log-driver none --volumes-from "$1" --entrypoint sh "$2" -c ". /backups/library; unset GOGC; restic_0 dump latest --tag part-store-data /dump" | docker exec -i "$3" sh -c "$4"',
      ...["sh", backups, resticImage, store, load],
    ]);
  } finally {
    await home.inside("store", `${engineOf("postgres").ask} -c 'DROP DATABASE plain'`);
  }
}

async function secondsOf(program: string, words: readonly string[]): Promise<number> {
  const begun = performance.now();
  const { exitCode, stderr } = await x(program, [...words]);
  if (exitCode !== 0) throw new Error(`${program} ended with ${exitCode}\n${stderr}`);
  return (performance.now() - begun) / 1_000;
}
