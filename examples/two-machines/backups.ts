import * as pulumi from "@pulumi/pulumi";
import { Backups, type DomainService, type TraefikRouter } from "homeport";

const config = new pulumi.Config();
const servers = config.requireObject<Record<"here" | "other" | "third", string>>("servers");
const encryption = config.requireSecret("encryption");
const password = config.requireSecret("password");
const { restic: image } = config.requireObject<{ restic?: string }>("images");

/** Each machine's sets are on the other one, where they can only be added, and once more in a third place. */
export function backUp(name: "here" | "other", router: TraefikRouter, services: readonly DomainService[]) {
  const of = services.filter((one) => one.routers.includes(router));
  if (of.length === 0) return;
  const other = name === "here" ? servers.other : servers.here;
  new Backups(`${name}-backups`, {
    network: router.network,
    of,
    repository: { kind: "rest", url: `${other}/${name}`, user: name, password },
    copies: [{ kind: "rest", url: `${servers.third}/${name}`, user: name, password }],
    encryption,
    schedule: { everyMinutes: 15 },
    prune: "elsewhere",
    image,
  });
}
