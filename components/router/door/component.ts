import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { hostCommand } from "../../hosts/dockerHost/hostCommand";
import type { EnvironmentNetwork } from "../../network/environmentNetwork";
import { derivedVolume } from "../../services/derivedVolume";
import { answering, hardened, silentlyIgnored } from "../../shared/hardening";
import { insideOrTell } from "../../shared/inside";
import { pollFunction } from "../../shared/shell";
import { routerGroup } from "../config";
import { doorDirectory, doorPort, engineSocket, renderDoor } from "./config";
import { doorProgram } from "./program";

/** What a router asks an engine through. */
export interface EngineDoor {
  /** The volume with the door's socket. */
  readonly volume: docker.Volume;
  /** Exists once the door answers. */
  readonly ready: pulumi.Resource;
}

/** How long a door may take to answer, in seconds. */
const readySeconds = 30;

/**
 * Makes the container that has the engine's socket in a router's place: it answers what a router asks of containers of its
 * environment, and nothing else.
 */
export function makeDoor(
  router: string,
  network: EnvironmentNetwork,
  image: string,
  parent: pulumi.Resource,
): EngineDoor {
  const { host, environment } = network;
  const name = `${router}-door`;
  const volume = derivedVolume(name, network, "router", parent);
  const container = new docker.Container(
    name,
    {
      ...hardened(host.fit(name, { memory: "96MiB", cpus: 0.5 })),
      image: host.image(image),
      entrypoints: ["node", "--max-old-space-size=32", "-e", doorProgram()],
      envs: [network.networkName.apply((on) => `HOMEPORT_DOOR=${renderDoor({ environment, network: on })}`)],
      // Root alone may ask the engine; what it makes is for the router's group.
      user: `0:${routerGroup}`,
      readOnly: true,
      networkMode: "none",
      volumes: [
        { hostPath: host.engineSocket, containerPath: engineSocket, readOnly: true },
        { volumeName: volume.name, containerPath: doorDirectory },
      ],
      labels: network.labelsOf(name, parent, "door"),
      healthcheck: answering(doorPort, "/"),
      destroyGraceSeconds: 5,
    },
    // The new door takes the socket's name while the old one is still there.
    { parent, ...host.options, deleteBeforeReplace: false, replaceOnChanges: silentlyIgnored },
  );
  network.expect(container, name);
  const ready = hostCommand(
    `${name}-ready`,
    host,
    {
      run: container.name.apply((made) => ({ title: `wait for ${name}`, script: insideOrTell(made) })),
      stdin: `${pollFunction}
poll ${readySeconds} wget -q -T 2 -O /dev/null http://127.0.0.1:${doorPort}/ || { echo "the door to the engine does not answer after ${readySeconds} s" >&2; exit 1; }
`,
    },
    { parent },
  );
  return { volume, ready };
}
