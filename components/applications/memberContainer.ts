import * as docker from "@pulumi/docker";
import type { ContainerInputs } from "../containers/inputs";
import type { Server } from "../databases/server";
import { engineLabel, labelOf } from "../databases/version";
import { startedLater } from "../hosts/exchange/command";
import { ofApplication, onHost, type ServicePart } from "../services/part";
import { publishedUdp } from "../services/udp";
import type { ApplicationContainer } from "./args";
import { componentOf, pathOf, type Scope } from "./scope";

/** Makes a container of an application; its start is a command's. */
export function makeContainer(
  part: ServicePart,
  scope: Scope,
  key: string,
  index: number,
  args: ApplicationContainer,
  { inputs, options, told }: ContainerInputs,
): docker.Container {
  const { network } = scope.router;
  const name = `${part.name}-${index}`;
  const inside = { name: scope.network, aliases: [key, ...(args.aliases ?? [])] };
  return new docker.Container(
    name,
    {
      ...inputs,
      ...startedLater,
      ...(args.udp ? { ports: publishedUdp(part, pathOf(scope, key), args.udp) } : {}),
      // In the environment's network it has no name of its own choice: others have one of the same name.
      networksAdvanced: [inside, ...(args.web ? [{ name: network.networkName }] : [])],
      labels: network.labelsOf(
        name,
        part.parent,
        componentOf(scope, key),
        {
          ...ofApplication(part),
          ...(args.web ? {} : { "homeport.companion": "yes" }),
          "homeport.deploys": part.deploys,
          ...engineOfServer(scope.servers.get(key)),
        },
        told,
      ),
    },
    { ...onHost(part, String(index)), ...options, deleteBeforeReplace: false },
  );
}

const engineOfServer = (server: Server | undefined): Record<string, string> =>
  server ? { [engineLabel]: labelOf(server.engine, server.image) } : {};
