import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { EnvironmentNetwork } from "homeport";

export interface Account {
  readonly database: string;
  readonly user: string;
  readonly password: pulumi.Input<string>;
}

/** A MariaDB that only the environment's network reaches. @returns its name there. */
export function makeDatabase(
  name: string,
  network: EnvironmentNetwork,
  { database, user, password }: Account,
  image: string,
): string {
  const { provider } = network.host;
  const labels = network.labels(name);
  const data = new docker.Volume(`${name}-data`, { labels }, { provider });
  new docker.Container(
    name,
    {
      image,
      envs: [
        `MARIADB_DATABASE=${database}`,
        `MARIADB_USER=${user}`,
        pulumi.interpolate`MARIADB_PASSWORD=${password}`,
        "MARIADB_RANDOM_ROOT_PASSWORD=1",
      ],
      volumes: [{ volumeName: data.name, containerPath: "/var/lib/mysql" }],
      networksAdvanced: [{ name: network.networkName, aliases: [name] }],
      labels,
      restart: "unless-stopped",
      memory: 512,
      memorySwap: 512,
      securityOpts: ["no-new-privileges:true"],
      destroyGraceSeconds: 30,
    },
    // Two database engines on one directory would destroy it.
    { provider, deleteBeforeReplace: true },
  );
  return name;
}
