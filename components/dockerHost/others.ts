import * as pulumi from "@pulumi/pulumi";
import { ifKnown } from "../survey/known";
import type { OtherHost } from "../survey/volume";
import type { DockerHost } from "./component";

/** The hosts of each program that runs: one process may run several. */
const hosts = new WeakMap<object, DockerHost[]>();
const nobody = {};
const ofThisProgram = (): DockerHost[] => {
  const program = pulumi.runtime.getStackResource() ?? nobody;
  const all = hosts.get(program) ?? [];
  hosts.set(program, all);
  return all;
};

export const enrol = (host: DockerHost): void => void ofThisProgram().push(host);

/** What is known of the program's hosts beside one; those that do not answer are left out. */
export async function hostsBeside(host: DockerHost): Promise<OtherHost[]> {
  const others = ofThisProgram().filter((one) => one !== host);
  const told = others.map(async ({ hostName, survey }) => ({
    name: hostName,
    survey: await ifKnown(survey),
  }));
  return (await Promise.all(told)).flatMap(({ name, survey }) => (survey ? [{ name, survey }] : []));
}
