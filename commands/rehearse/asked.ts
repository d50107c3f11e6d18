import { npx } from "../../components/shared/npx";
import { Failure } from "../shared/failure";
import type { Outputs } from "../smoke/outputs";

/**
 * Whoever says that all held has asked for something.
 * @throws Failure where an environment does not say in its outputs which names it serves.
 */
export function refuseUnasked(stack: string, outputs: Outputs | undefined): void {
  if (outputs && outputs.questions.length > 0) return;
  throw new Failure(
    `${stack}: its outputs do not say what it serves, so nothing could be asked; export services = describeServices(farm, [blog]), and addresses and authority of the farm, then ${npx(`pulumi up --stack ${stack}`)}`,
  );
}
