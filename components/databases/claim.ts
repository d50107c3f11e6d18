import type * as pulumi from "@pulumi/pulumi";
import { refused } from "../survey/refused";
import { remembered } from "../survey/remembered";
import { type Claim, claimProblem } from "./version";

/** The engine's name of a volume, unless the state knows its data from another kind of server, or another series. */
export const unlessOfAnother = (volume: pulumi.Output<string>, claim: Claim): pulumi.Output<string> =>
  volume.apply(async (name) => {
    const problem = claimProblem(claim, name, await remembered());
    return problem === undefined ? name : refused(problem);
  });
