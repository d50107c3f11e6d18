import * as pulumi from "@pulumi/pulumi";
import { Application, type ApplicationPlace, type TraefikRouter } from "../../../components";

const serve = (folder: string, port: number) => `exec busybox httpd -f -p ${port} -h ${folder}`;
/** What a visitor is told: the version, and what the database says. */
const page = `mkdir -p /srv/cgi-bin
cat > /srv/cgi-bin/page <<'END'
#!/bin/sh
mark=$(wget -q -T 2 -O - http://db:3306/mark) || echo "Status: 503 Service Unavailable"
echo
echo "$VERSION $mark"
END
chmod 755 /srv/cgi-bin/page`;
/** Ends at once, again and again. */
const looping = "echo cannot go on; exit 4";

/** An application with a database, a job and a worker: each says in its page or its log what the others are. */
export function padOn(router: TraefikRouter): Application {
  const config = new pulumi.Config("pad");
  const image = config.require("image");
  const existing = config.get("existing");
  const mark = config.get("mark") ?? "first";
  const more = config.getObject<ApplicationPlace>("more");
  return new Application("pad", {
    router,
    volumes: { data: existing === undefined ? {} : { existing }, ...(more && { more }) },
    containers: {
      db: {
        image,
        command: [
          "sh",
          "-c",
          `echo ${mark} > /data/mark; [ -z "$BROKEN" ] || exec sleep 600; ${serve("/data", 3306)}`,
        ],
        environment: { BROKEN: config.get("brokenDb") ?? "" },
        mounts: [{ volume: "data", path: "/data" }],
        health: {
          command: ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:3306/mark"],
          intervalSeconds: 1,
        },
        stopSeconds: 2,
        readySeconds: 8,
      },
      app: {
        image,
        command: ["sh", "-c", config.get("loops") === "app" ? looping : `${page}\n${serve("/srv", 8080)}`],
        environment: { VERSION: config.get("version") ?? "one", SECRET: pulumi.secret("hunter2-hunter2") },
        after: { db: "healthy" },
        web: { domains: ["web.example.org"], port: 8080 },
        stopSeconds: 2,
        readySeconds: 15,
      },
      worker: {
        image,
        command: ["sh", "-c", config.get("loops") === "worker" ? looping : "while :; do sleep 1; done"],
        after: { db: "started", migrate: "done" },
        mounts: more && [{ volume: "more", path: "/more" }],
        stopSeconds: 1,
      },
    },
    jobs: {
      migrate: {
        like: "app",
        command: [
          "sh",
          "-c",
          config.get("migration") ?? 'echo "migrated to $VERSION by $(wget -q -O - http://db:3306/mark)"',
        ],
        seconds: 5,
      },
    },
  });
}
