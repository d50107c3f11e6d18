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
export function hostsBeside(host: DockerHost): pulumi.Output<OtherHost[]> {
  const others = ofThisProgram().filter((one) => one !== host);
  return pulumi.all(others.map(({ survey }) => ifKnown(survey))).apply((surveys) =>
    others.flatMap(({ hostName }, at) => {
      const survey = surveys[at];
      return survey ? [{ name: hostName, survey }] : [];
    }),
  );
}
