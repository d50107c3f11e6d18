/**
 * Libraries load what only a few programs need: Pulumi's a compiler and npm's dependency tree to turn functions
 * into text, tracing and the Automation API, zod's its messages in forty languages. All of it is loaded when it
 * is first used, if it is.
 */
const { Module } = require("node:module");
const { sep } = require("node:path");
const { withoutTraces } = require("./promises.cjs");
const { withoutStacks } = require("./stacks.cjs");

const late = new Set([
  "@npmcli/arborist",
  "normalize-package-data",
  "typescript",
  "./automation",
  "../locales/index.cjs",
  "@opentelemetry/exporter-zipkin",
  "@opentelemetry/instrumentation",
  "@opentelemetry/instrumentation-grpc",
  "@opentelemetry/resources",
  "@opentelemetry/sdk-trace-base",
  "@opentelemetry/sdk-trace-node",
]);
const libraries = ["@pulumi/pulumi", "zod"].map((name) => `/node_modules/${name}/`.replaceAll("/", sep));
const load = Module._load;

Module._load = (request, parent, isMain) => {
  const now = () => load(request, parent, isMain);
  if (!libraries.some((library) => parent?.filename?.includes(library))) return now();
  // It reads the map of every file in a stack trace, and lines are right without it.
  if (request === "source-map-support/register") return {};
  if (request.endsWith("/debuggable")) return withoutTraces(now());
  if (request.endsWith("/resource")) return withoutStacks(now());
  return late.has(request) ? whenUsed(now) : now();
};

/** Stands for a module until one of its properties is read. */
function whenUsed(now) {
  let loaded;
  const get = (_, key) => {
    // What is asked before anything is used: whether it has its exports as properties. It has.
    if (key === "__esModule") return true;
    loaded ??= now();
    return key === "default" && !loaded.__esModule ? loaded : loaded[key];
  };
  return new Proxy({}, { get });
}

exports.late = late;
