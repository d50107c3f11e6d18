import { notYet } from "../../../policy/known";
import { healthCheck } from "../../../policy/rules/healthCheck";
import { limits } from "../../../policy/rules/limits";
import { pinnedImage } from "../../../policy/rules/pinnedImage";
import { versionPairs } from "../../../policy/rules/versionPairs";
import { describeRules } from "./cases";

const digest = `sha256:${"a".repeat(64)}`;
const tests = ["CMD", "true"];

describeRules([
  [
    healthCheck,
    [
      { of: "a check of its own", props: { healthcheck: { tests } } },
      { of: "a service, which its router asks", place: { in: "service" } },
      { of: "a service of somebody's own component", place: { in: "wrapped" } },
      { of: "a check that is not known yet", props: { healthcheck: notYet } },
      { of: "a check whose command is not known yet", props: { healthcheck: { tests: notYet } } },
    ],
    [
      { of: "no check", said: "healthcheck: there is none" },
      { of: "one that is switched off", props: { healthcheck: { tests: ["NONE"] } }, said: "switched off" },
      { of: "an empty one", props: { healthcheck: { tests: [] } }, said: "there is none" },
      { of: "a router without one", place: { in: "router" }, said: "there is none" },
    ],
  ],
  [
    limits,
    [
      { of: "memory and processors", props: { memory: 64, cpus: "0.5" } },
      { of: "chosen processors", props: { memory: 64, cpuSet: "0" } },
      { of: "values that are not known yet", props: { memory: notYet, cpus: notYet } },
      { of: "nothing, where nothing is required", settings: { require: [] } },
      {
        of: "processes too",
        props: { ulimits: [{ name: "nproc", soft: 9, hard: 9 }] },
        settings: { require: ["processes"] },
      },
    ],
    [
      { of: "no memory", props: { cpus: "1.0" }, said: "memory: there is no limit" },
      { of: "memory without end", props: { memory: 0, cpus: "1.0" }, said: "memory: there is no limit" },
      {
        of: "a share of processors, which is no limit",
        props: { memory: 64, cpuShares: 9 },
        said: "processors",
      },
      { of: "no processes, where required", settings: { require: ["processes"] }, said: "processes" },
    ],
  ],
  [
    pinnedImage,
    [
      { of: "a tag", props: { image: "nginx:1.29.3" } },
      { of: "a digest", props: { image: `nginx@${digest}` } },
      { of: "an id", props: { image: digest } },
      { of: "an image that is not known yet", props: { image: notYet } },
    ],
    [
      { of: "no tag", props: { image: "nginx" }, said: '"nginx" names no version' },
      { of: "the latest", props: { image: "nginx:latest" }, said: "names no version" },
      {
        of: "the port of a registry",
        props: { image: "registry.example.org:5000/nginx" },
        said: "no version",
      },
    ],
  ],
  [
    versionPairs,
    [
      { of: "a new Traefik", props: { image: "traefik:v3.6.1" } },
      { of: "the newest 3", props: { image: "traefik:3" } },
      { of: "an old one on an old engine", props: { image: "traefik:v3.5.0" }, settings: { docker: "28.5" } },
      { of: "somebody's own HAProxy", props: { image: "haproxy:2.8" } },
      { of: "a tag that is no version", props: { image: "registry.example.org/traefik:stable" } },
      { of: "a later number that is smaller", props: { image: "traefik:v4.0.0" } },
      { of: "what only sounds like it", props: { image: "registry.example.org/traefik-forward-auth:2" } },
    ],
    [
      {
        of: "an old Traefik",
        props: { image: "traefik:v3.6.0" },
        said: '"traefik:v3.6.0" is older than 3.6.1',
      },
      { of: "one of a registry", props: { image: "registry.example.org:5000/x/traefik:3.5" }, said: "3.6.1" },
      {
        of: "a router's on an old engine",
        props: { image: "traefik:v3.5.0" },
        place: { in: "router" },
        settings: { docker: "28" },
        said: "older than 3.6: a router's settings",
      },
      { of: "a farm's HAProxy", props: { image: "haproxy:2.8-alpine" }, place: { in: "farm" }, said: "3.0" },
      {
        of: "a gate's",
        props: { image: "haproxytech/haproxy-alpine:2.8" },
        place: { in: "router" },
        said: "3.0",
      },
    ],
  ],
]);
