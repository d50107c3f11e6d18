import { expect, test } from "vitest";
import type { Machine } from "../../support/machine/machine";
import { EnvironmentError } from "../sandbox";
import { Home } from "./home";
import type { Machines } from "./machines";

const objectsOn = async (machine: Machine): Promise<string> =>
  (
    await machine.run(
      "docker ps --all --quiet; docker volume ls --quiet; docker network ls --quiet --filter type=custom",
    )
  ).trim();

/** Starts fail with the name of the host that was the matter, and leave nothing on the others; the next one succeeds. */
export function deploysToBrokenHosts(opened: () => Machines): void {
  const failure = async (): Promise<string> => {
    const error = await opened()
      .up()
      .then(
        (sandbox) => sandbox.stop(),
        (reason: unknown) => reason,
      );
    expect(error).toBeInstanceOf(EnvironmentError);
    return (error as Error).message;
  };

  test("cut off: the host's name and how it was tried", async () => {
    const { east, west } = opened();
    await west.disconnect();
    const said = await failure().finally(() => west.connect());
    expect(said).toContain(`host west: not reached over SSH as deploy@${west.address}, port 22.`);
    expect(await objectsOn(east)).toBe("");
  });

  test("a full disk: the resource that had no room on the host", async () => {
    const { east, west } = opened();
    await west.fillDisk();
    const said = await failure().finally(() => west.freeDisk());
    // An engine has many words for it, some of them misleading.
    expect(said).toMatch(/^hosts: \S*west\S* \(\S+\) failed: /);
    expect(await objectsOn(east)).toBe("");
    expect(await objectsOn(west)).toBe("");
  });

  test("repaired, the same start succeeds", async () => {
    const home = await Home.open(opened());
    await home.close();
  });
}
