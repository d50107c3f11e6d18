import { describe, expect, test } from "vitest";
import type { ApplicationArgs } from "../../../components/applications/args";
import { checkApplication } from "../../../components/applications/check";
import { madeUp } from "../madeUp";
import { refusalsOf } from "../refusals";

const router: ApplicationArgs["router"] = madeUp("TraefikRouter", { routerName: "router" });
const db = { image: "mariadb:11.8", mounts: [{ volume: "db", path: "/var/lib/mysql" }] };
const web = { domains: ["cloud.example.org"], port: 80 };
const app = { image: "cloud:1", after: { db: "healthy" as const }, web };
const usable: ApplicationArgs = { router, volumes: { db: {} }, containers: { db, app } };

const refused = (args: object, name = "cloud") =>
  refusalsOf(name, () => checkApplication(name, { ...usable, ...args } as ApplicationArgs));

/** The same with other things said of one container. */
const turn = { port: 3478, at: { address: "0.0.0.0", port: 3478 } };
const withApp = (more: object) => ({ containers: { db, app: { ...app, ...more } } });
const withDb = (more: object) => ({ containers: { db: { ...db, ...more }, app } });

/** What is given, the path of what is wrong, and what is said of it. */
const bad: [object, path: string, ...said: string[]][] = [
  [{ router: [router, router] }, "router", "one TraefikRouter"],
  [{ containers: {} }, "containers", "at least one"],
  [{ containers: { db, App: app } }, "containers.App", '"App"', "lower-case"],
  [withApp({ imag: "x" }), "containers.app.imag", "there is no such argument"],
  [withApp({ after: { db: "ready" } }), "containers.app.after.db", '"ready"', '"healthy"'],
  [withApp({ after: { cache: "started" } }), "containers.app.after.cache", "no container", "it has db, app"],
  [withApp({ after: { db: "done" } }), "containers.app.after.db", "never done", "make it a job"],
  [{ containers: { db: { ...db, after: { app: "started" } }, app } }, "containers.db.after", "db → app → db"],
  [withApp({ after: { app: "started" } }), "containers.app.after", "app → app"],
  [withDb({ domains: ["x.example.org"] }), "containers.db.domains", "stands in its web"],
  [withDb({ port: 3306 }), "containers.db.port", "stands in its web"],
  [withDb({ drainSeconds: 5 }), "containers.db.drainSeconds", "stopSeconds"],
  [withApp({ web: { ...web, port: 0 } }), "containers.app.web.port", "a port"],
  [withApp({ web: { ...web, stripPrefix: true } }), "containers.app.web.stripPrefix", "no pathPrefix"],
  [
    withApp({ web: { ...web, domains: [], compress: true } }),
    "containers.app.web.compress",
    "domains is empty",
  ],
  [withApp({ web: [{ ...web, domains: [] }] }), "containers.app.web.0.domains", "at least one domain"],
  [withApp({ web: [] }), "containers.app.web", "at least one way in"],
  [withApp({ web: [web, { ...web, stripPrefix: true }] }), "containers.app.web.1.name", "have a name"],
  [
    withApp({ web: [web, { ...web, name: "console", stripPrefix: true }] }),
    "containers.app.web.1.stripPrefix",
    "no pathPrefix",
  ],
  [withApp({ aliases: ["db"] }), "containers.app.aliases.0", '"db"', "db is called so, too"],
  [withApp({ aliases: ["app"] }), "containers.app.aliases.0", "leave it out"],
  [withApp({ aliases: ["cloud.example.org"] }), "containers.app.aliases.0", "leads to the farm"],
  [withApp({ aliases: ["a b"] }), "containers.app.aliases.0", '"a b"'],
  [withApp({ hostname: "cloud.example.org" }), "containers.app.hostname", "lead the container to itself"],
  [withApp({ hostname: "cloud", replicas: 2 }), "containers.app.hostname", "2 containers"],
  [withApp({ udp: [turn], replicas: 2 }), "containers.app.replicas", "a port of UDP is one container's"],
  [withApp({ udp: [{ ...turn, port: 0 }] }), "containers.app.udp.0.port", "0"],
  [withDb({ replicas: 2 }), "containers.db.replicas", "shared: true"],
  [withDb({ mounts: [] }), "volumes.db", "no container mounts it"],
  [
    withApp({ mounts: [{ volume: "html", path: "/html" }] }),
    "containers.app.mounts.0.volume",
    '"html"',
    "it has db",
  ],
  [
    withDb({ mounts: [...db.mounts, { volume: "db", path: "/var/lib/mysql/" }] }),
    "containers.db.mounts",
    '"/var/lib/mysql"',
  ],
  [
    withDb({ mounts: [{ volume: "db", path: "/data", subpath: "../x" }] }),
    "containers.db.mounts.0.subpath",
    "..",
  ],
  [
    { volumes: { db: { existing: "a_b", directory: "/srv/db" } } },
    "volumes.db.directory",
    "leave one of them out",
  ],
  [
    withDb({ mounts: [{ volume: "db", path: "/data", subpath: "x" }] }),
    "containers.db.mounts.0.subpath",
    "db is a volume",
  ],
  [{ volumes: { db: { directory: "/etc" } } }, "volumes.db.directory", "a directory of the system"],
  [
    { volumes: { db: { backup: { kind: "sqlite", files: ["../app.db"] } } } },
    "volumes.db.backup.files.0",
    "within",
  ],
  [{ volumes: { db: { backup: { kind: "tar" } } } }, "volumes.db.backup.kind", "files, sqlite"],
  [{ volumes: { db: { existing: "/srv/db" } } }, "volumes.db.existing", "a volume"],
  [{ volumes: { db: { directory: "srv" } } }, "volumes.db.directory", "an absolute path"],
  [{ jobs: { app: { like: "app", command: ["x"] } } }, "jobs.app", "give each its own"],
  [{ jobs: { seed: { like: "shop", command: ["x"] } } }, "jobs.seed.like", '"shop"', "it has db, app"],
  [{ jobs: { seed: { like: "app" } } }, "jobs.seed.command", "it is missing"],
  [{ jobs: { seed: { like: "app", command: ["x"], seconds: 0 } } }, "jobs.seed.seconds", "at least 1"],
  [
    { jobs: { seed: { like: "app", command: ["x"], after: { app: "healthy" } } } },
    "jobs.seed.after",
    "seed → app → seed",
  ],
  [
    { jobs: { seed: { like: "app", command: ["x"] } }, ...withDb({ after: { seed: "started" } }) },
    "containers.db.after.seed",
    "is a job",
  ],
  [{ subnet: "10.0.0.1" }, "subnet", "an IPv4 network"],
];

describe("what an application cannot be is refused before there is anything of it", () => {
  test("and what it can be is not", () => {
    expect(refused({})).toEqual([]);
    const job = { like: "app", command: ["migrate"], after: { db: "healthy" } };
    expect(refused({ jobs: { migrate: job } })).toEqual([]);
    expect(refused(withApp({ web: { domains: [], port: 1883 } }))).toEqual([]);
    expect(refused(withApp({ web: [web, { ...web, name: "console", pathPrefix: "/console" }] }))).toEqual([]);
    expect(refused({ volumes: { db: { shared: true } }, ...withDb({ replicas: 2 }) })).toEqual([]);
  });

  test.each(bad)("%j: %s", (args, path, ...said) => {
    const [first = "", ...more] = refused(args);
    expect(more).toEqual([]);
    expect(first.slice(0, first.indexOf(": "))).toBe(path);
    for (const words of said) expect(first).toContain(words);
  });

  test("by a name that is too long for a container", () => {
    const name = "a".repeat(38);
    const long = "b".repeat(20);
    expect(refused({ containers: { ...usable.containers, [long]: { image: "x:1" } } }, name)).toEqual([
      expect.stringContaining(`containers.${long}: `),
    ]);
  });
});
