import { domain } from "../ours";

/** Traefik's configuration, as a person would write it beside a Compose file. */
export const routerCommand: readonly string[] = [
  "--global.checkNewVersion=false",
  "--global.sendAnonymousUsage=false",
  "--providers.file.directory=/etc/traefik/routes",
  "--entryPoints.web.address=:80",
  "--entryPoints.ping.address=:8082",
  "--ping.entryPoint=ping",
  "--accessLog=true",
  "--accessLog.format=json",
];

export const routeFile = (service: number): string => `http:
  routers:
    service-${service}:
      rule: Host(\`${domain(service)}\`)
      service: service-${service}
  services:
    service-${service}:
      loadBalancer:
        healthCheck: { path: /health, interval: 5s, timeout: 3s }
        servers:
          - url: http://service-${service}:8080
`;

/** What a farm and a gate have in common, and in what they differ. */
export interface Front {
  readonly mode: "http" | "tcp";
  readonly port: number;
  /** What is served; the rest is refused. */
  readonly domains: readonly string[];
}

export const haproxyConfig = ({ mode, port, domains }: Front): string => `global
    maxconn 2000

defaults
    mode ${mode}
    timeout connect 5s
    timeout client 60s
    timeout server 300s

resolvers engine
    nameserver dns 127.0.0.11:53
    hold valid 1s

frontend front
    bind :${port}
${domains.map((name) => `    acl served req.hdr(host) -i ${name}\n`).join("")}${
  domains.length > 0 ? "    http-request deny deny_status 404 unless served\n" : ""
}    default_backend router

backend router
    option httpchk GET /ping
    server router router:80 check port 8082 inter 1s rise 1 resolvers engine init-addr libc,none

frontend health
    mode http
    bind 127.0.0.1:8406
    http-request return status 200
`;
