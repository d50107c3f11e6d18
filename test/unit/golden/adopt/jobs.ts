import * as pulumi from "@pulumi/pulumi";
import { Application, type TraefikRouter } from "homeport";

/** Made by `homeport adopt` of compose.yml. How it moves, and what became of the rest, is in jobs.md. */
export function jobs(router: TraefikRouter): Application {
  const config = new pulumi.Config("jobs");
  const cachePassword = config.requireSecret("cachePassword");
  const djangoKey = config.requireSecret("djangoKey");

  return new Application("jobs", {
    router,
    volumes: {
      uploads: { existing: config.require("uploadsVolume"), shared: true },
    },
    containers: {
      app: {
        image: "registry.example.org/house:4.1",
        command: ["gunicorn", "house.wsgi", "-b", "0.0.0.0:8000"],
        init: true,
        after: { migrate: "done", cache: "started" },
        environment: {
          CACHE_URL: pulumi.interpolate`redis://:${cachePassword}@cache:6379/0`,
          DEBUG: "",
        },
        files: [
          { path: "/run/secrets/django_key", content: djangoKey },
          { path: "/srv/banner.txt", content: "Welcome home\n", mode: "0440" },
        ],
        mounts: [{ volume: "uploads", path: "/srv/uploads" }],
        web: [
          {
            domains: ["house.example.org"],
            port: 8000,
            pathPrefix: "/app",
            stripPrefix: true,
            stickySessions: true,
          },
          {
            name: "house",
            domains: ["house.example.org"],
            port: 8000,
            pathPrefix: "/api",
            stickySessions: true,
          },
        ],
        limits: { memory: "1GiB" },
      },
      worker: {
        image: "registry.example.org/house:4.1",
        command: ["celery", "-A", "house", "worker"],
        init: true,
        environment: {
          CACHE_URL: pulumi.interpolate`redis://:${cachePassword}@cache:6379/0`,
          DEBUG: "",
        },
        files: [
          { path: "/run/secrets/django_key", content: djangoKey },
          { path: "/srv/banner.txt", content: "Welcome home\n", mode: "0440" },
        ],
        mounts: [{ volume: "uploads", path: "/srv/uploads" }],
        replicas: 2,
        limits: { memory: "1GiB" },
      },
      cache: {
        image: "valkey/valkey:8",
        command: ["sh", "-c", 'exec valkey-server --requirepass "${CACHE_PASSWORD}" --maxmemory 64mb'],
        environment: {
          CACHE_PASSWORD: cachePassword,
        },
        health: { shell: 'valkey-cli -a "${CACHE_PASSWORD}" ping | grep PONG' },
        sysctls: { "net.core.somaxconn": 1024 },
        capabilities: ["SETUID", "SETGID"],
        limits: { memory: "1GiB" },
      },
    },
    jobs: {
      migrate: {
        like: "app",
        command: ["python", "manage.py", "migrate"],
      },
    },
  });
}
