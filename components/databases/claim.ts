import * as pulumi from "@pulumi/pulumi";
import type { DockerHost } from "../hosts/dockerHost/component";
import { refused } from "../survey/refused";
import { remembered } from "../survey/remembered";
import { upgradesIn } from "../survey/upgrades";
import type { Server } from "./server";
import { type Claim, claimProblem } from "./version";

/**
 * What a server claims to have.
 * @param path where its image is said
 * @param part how commands call the database
 */
export const claimOf = (
  path: string,
  part: string,
  { engine, image }: Pick<Server, "engine" | "image">,
): Claim => ({
  ...{ path, part, engine, image },
  stack: pulumi.getStack(),
});

/**
 * The engine's name of a volume, unless its data are known from another kind of server, or another series: to the engine,
 * where an upgrade has brought them there, or to the state.
 */
export const unlessOfAnother = (
  volume: pulumi.Output<string>,
  host: DockerHost,
  claim: Claim,
): pulumi.Output<string> =>
  volume.apply((name) =>
    host.survey.apply(async (survey) => {
      const upgrades = upgradesIn(survey?.volumes ?? []);
      const problem = claimProblem(claim, name, await remembered(), upgrades);
      return problem === undefined ? name : refused(problem);
    }),
  );
