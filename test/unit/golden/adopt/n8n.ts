import * as pulumi from "@pulumi/pulumi";
import { Application, type TraefikRouter } from "homeport";

/** Made by `homeport adopt` of compose.yaml. How it moves, and what became of the rest, is in flows.md. */
export function flows(router: TraefikRouter): Application {
  const config = new pulumi.Config("flows");
  const subdomain = config.require("subdomain");
  const domainName = config.require("domainName");
  const genericTimezone = config.require("genericTimezone");

  return new Application("flows", {
    router,
    volumes: {
      "n8n-data": { existing: config.require("n8nDataVolume") },
      "local-files": { directory: config.require("localFilesDirectory") },
    },
    containers: {
      n8n: {
        image: "docker.n8n.io/n8nio/n8n:1.103.2",
        environment: {
          N8N_HOST: `${subdomain}.${domainName}`,
          N8N_PORT: "5678",
          WEBHOOK_URL: `https://${subdomain}.${domainName}/`,
          GENERIC_TIMEZONE: genericTimezone,
        },
        mounts: [
          { volume: "n8n-data", path: "/home/node/.n8n" },
          { volume: "local-files", path: "/files" },
        ],
        web: { domains: [`${subdomain}.${domainName}`], port: 5678 },
        limits: { memory: "1GiB" },
      },
    },
  });
}
