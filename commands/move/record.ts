import { runIn } from "../backups/ask";
import { recordScript } from "./lastSet";
import type { Subject } from "./subject";

/** Has the repositories of the other host know, which may have been told before that the service left it. */
export async function recordAtTarget(
  { stack, declared, target, targetBackups }: Subject,
  said: { readonly service: string; readonly to: string; readonly epoch: number },
): Promise<void> {
  if (!targetBackups) return;
  const { container, host, name, owner = "" } = targetBackups;
  const where = { container: container.id, engine: target.engine, host, name, stack };
  const containers = declared.containers.filter((one) => one.host === host);
  await runIn({ ...where, containers }, recordScript({ ...said, owner }), target.variables);
}
