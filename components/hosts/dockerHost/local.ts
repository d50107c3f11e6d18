import * as pulumi from "@pulumi/pulumi";
import type { LocalHost } from "./args";
import { inspectEngine } from "./engine";
import type { ReachedHost } from "./reached";

const overSocket = "unix://";

/**
 * The engine that the program itself talks to, asked at once.
 * @throws RunError where no engine answers or it is too old.
 */
export function reachLocal(name: string, { endpoint }: LocalHost): ReachedHost {
  const engine = inspectEngine(name, endpoint);
  return {
    machine: { name },
    address: "127.0.0.1",
    // The provider by itself knows nothing of the Docker command's current context.
    engine: { host: engine.endpoint },
    docker: { environment: endpoint ? { DOCKER_HOST: endpoint } : {}, before: pulumi.output("") },
    door: pulumi.output({ endpoint: engine.endpoint }),
    ...(engine.endpoint.startsWith(overSocket)
      ? { engineSocket: engine.endpoint.slice(overSocket.length) }
      : {}),
    isHere: engine.endpoint.startsWith(overSocket),
    // Given to `output` itself, it would be taken apart.
    survey: pulumi.output(undefined).apply(() => engine.survey),
  };
}
