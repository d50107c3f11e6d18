import { type Container, containers } from "../support/containers";
import type { Sandbox } from "./sandbox";

/** Where visitors reach a stack's farm by TLS. */
export const baseOf = ({ outputs }: Sandbox, stack: string): string =>
  (outputs[stack]?.addresses?.value as { https?: string } | undefined)?.https ?? "";

/** The one container that a component has in a stack. */
export async function oneOf({ id }: Sandbox, stack: string, component: string): Promise<Container> {
  const [first, ...more] = await containers({
    "homeport.sandbox": id,
    "homeport.environment": stack,
    "homeport.component": component,
  });
  if (!first || more.length > 0) throw new Error(`there is not one ${component} of ${stack}`);
  return first;
}
