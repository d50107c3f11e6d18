import type { EnvironmentFacts, HomeFacts } from "../../../../commands/status/facts/home";
import type { ContainerFacts, UnitFacts } from "../../../../commands/status/facts/units";

/** When a home of these tests was asked. */
export const now = new Date("2026-11-27T20:00:00Z");

const mebibyte = 2 ** 20;

export const container = (name: string, own: Partial<ContainerFacts> = {}): ContainerFacts => ({
  name,
  resource: name.replace(/^prod-|-1$/g, ""),
  host: "infra",
  image: "registry.example.org/team/site:1.4",
  digest: `sha256:3f2a9c81${"0".repeat(56)}`,
  imageId: `sha256:77777777${"0".repeat(56)}`,
  standing: "healthy",
  since: "2026-11-24T19:00:00Z",
  outOfMemory: false,
  restarts: 0,
  memory: { used: 412 * mebibyte, limit: 512 * mebibyte },
  ...own,
});

export const unit = (
  name: string,
  containers: readonly ContainerFacts[],
  own: Partial<UnitFacts> = {},
): UnitFacts => ({
  name,
  role: "service",
  serves: [`${name}.example.org`],
  containers,
  ...own,
});

const farm = unit(
  "farm",
  [container("prod-farm-haproxy-1", { image: "haproxy:3.2.21-alpine", digest: undefined })],
  {
    role: "farm",
    serves: ["https://192.0.2.7:7443"],
  },
);
const router = unit("router", [container("prod-router-traefik-1", { image: "traefik:v3.6.7" })], {
  role: "router",
  serves: [],
});

/** An environment in which all is well, with what is given in place of that. */
export const environment = (own: Partial<EnvironmentFacts> = {}): EnvironmentFacts => ({
  stack: "prod",
  update: { succeeded: true, ended: "2026-11-27T18:00:00Z", commit: "0123456789abcdef0123" },
  pending: [],
  moving: [],
  backups: [],
  monitors: [],
  hosts: [
    { name: "infra", endpoint: "unix:///var/run/docker.sock", engine: { known: "28.5.1" }, notAsked: [] },
  ],
  services: [
    unit("blog", [container("prod-blog-0-1"), container("prod-blog-1-1", { restarts: 2 })], {
      serves: ["blog.example.org", "www.example.org"],
    }),
    unit(
      "notes",
      [container("prod-notes-0-1", { standing: "running", digest: undefined, memory: { used: 900 } })],
      {
        serves: ["notes.example.org/pad"],
      },
    ),
  ],
  proxies: [farm, router],
  farm: { known: [{ section: "router_router", name: "router", answers: true, check: "L7OK" }] },
  certificates: {
    known: [
      { domain: "blog.example.org", until: "2027-02-25T10:00:00Z", problem: false },
      { domain: "www.example.org", until: "2027-02-25T10:00:00Z", problem: false },
      { domain: "notes.example.org", until: "2027-01-05T10:00:00Z", problem: false },
    ],
  },
  maintenance: {},
  volumes: [
    {
      service: "notes",
      volume: "data",
      name: "prod-notes-volume-data-1",
      host: "infra",
      there: "yes",
      size: 1_300_000_000,
      backup: "restic, each night",
    },
    {
      service: "notes",
      volume: "cache",
      name: "prod-notes-volume-cache-1",
      host: "infra",
      there: "yes",
      size: 0,
    },
  ],
  foreign: [],
  ...own,
});

export const home = (environments: readonly EnvironmentFacts[], own: Partial<HomeFacts> = {}): HomeFacts => ({
  project: "homeport",
  askedAt: now.toISOString(),
  environments,
  notAsked: [],
  behind: [{ from: "staging", to: "prod", images: [], settings: [] }],
  ...own,
});

/** An update has failed: one service has new containers that nobody is sent to, another had none before. */
export const failedUpdate = home([
  environment({
    update: {
      succeeded: false,
      ended: "2026-11-27T19:59:00Z",
      error: "prod-blog-0-2 is not ready after 60 s",
    },
    services: [
      unit("blog", [
        container("prod-blog-0-2", {
          resource: "blog-0",
          standing: "running",
          since: "2026-11-27T19:58:00Z",
          ledToBy: [],
        }),
        container("prod-blog-0-1", { resource: "blog-0", former: true, ledToBy: ["blog"] }),
      ]),
      unit("wiki", [
        container("prod-wiki-0-1", { standing: "starting", since: "2026-11-27T19:58:00Z", ledToBy: [] }),
      ]),
    ],
  }),
]);

/** One service stopped, one unhealthy, one container foreign, one host off. */
export const troubled = home(
  [
    environment({
      hosts: [
        { name: "infra", endpoint: "unix:///var/run/docker.sock", engine: { known: "28.5.1" }, notAsked: [] },
        {
          name: "apps",
          endpoint: "ssh://deploy@apps:22",
          engine: { notAsked: "ssh: connect to host 10.0.0.12 port 22: Connection refused" },
          notAsked: [],
        },
      ],
      services: [
        unit("blog", [
          container("prod-blog-0-1", {
            standing: "stopped",
            since: "2026-11-27T19:57:00Z",
            exitCode: 137,
            outOfMemory: true,
            memory: { limit: 512 * mebibyte },
          }),
          container("prod-blog-1-1"),
        ]),
        unit("notes", [container("prod-notes-0-1", { standing: "unhealthy" })]),
        unit("wiki", [
          container("prod-wiki-0-1", {
            host: "apps",
            standing: "unknown",
            since: undefined,
            memory: {},
            digest: undefined,
            imageId: undefined,
          }),
        ]),
      ],
      foreign: [{ name: "watch", host: "infra", state: "running", by: "network" }],
    }),
  ],
  {
    behind: [
      {
        from: "staging",
        to: "prod",
        images: [
          {
            containers: ["blog-0", "blog-1"],
            from: `registry.example.org/team/site:1.5@sha256:${"a".repeat(64)}`,
            to: `registry.example.org/team/site:1.4@sha256:3f2a9c81${"0".repeat(56)}`,
          },
          { containers: ["wiki-0"], from: "wiki:3" },
        ],
        settings: [
          { key: "homeport:rateLimit", from: true, to: false },
          { key: "homeport:http3", from: true, to: true },
        ],
      },
    ],
  },
);
