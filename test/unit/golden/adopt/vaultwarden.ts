import * as pulumi from "@pulumi/pulumi";
import { Application, type TraefikRouter } from "homeport";

/**
 * Made by `homeport adopt` of docker-compose.yml.
 * How it moves, and what became of the rest, is in vaultwarden.md.
 */
export function vaultwarden(router: TraefikRouter): Application {
  const config = new pulumi.Config("vaultwarden");
  const adminToken = config.requireSecret("adminToken");
  const bitwardenAnnaHash = config.requireSecret("bitwardenAnnaHash");

  return new Application("vaultwarden", {
    router,
    volumes: {
      "vw-data": { directory: config.require("vwDataDirectory") },
    },
    containers: {
      bitwarden: {
        image: "vaultwarden/server:1.34.1",
        environment: {
          WEBSOCKET_ENABLED: "true",
          SIGNUPS_ALLOWED: "false",
          ADMIN_TOKEN: adminToken,
        },
        mounts: [{ volume: "vw-data", path: "/data" }],
        web: [
          { domains: ["vault.example.org"], port: 80 },
          { name: "vault-ws", domains: ["vault.example.org"], port: 3012, pathPrefix: "/notifications/hub" },
          {
            name: "vault-admin",
            domains: ["vault.example.org"],
            port: 80,
            pathPrefix: "/admin",
            allow: ["192.168.1.0/24", "10.8.0.0/24"],
            users: { anna: bitwardenAnnaHash },
          },
        ],
        limits: { memory: "1GiB" },
      },
    },
  });
}
