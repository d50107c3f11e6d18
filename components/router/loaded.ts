import { renderFile } from "./file";

/** Name of the file by which a router tells that it has loaded its routes; no service can have it. */
export const loadedFile = "loaded_.yml";

/**
 * Where a router is asked whether it has loaded its routes, on the port of its ping. That one answers as soon as the router
 * runs, while every domain gets 404 for a moment.
 */
export const loadedPath = "/homeport-loaded";

/** Renders the route by which a router tells it: at its start, it takes all files of the directory together or none. */
export const renderLoaded = (): string =>
  renderFile({
    http: {
      routers: {
        loaded_: { entryPoints: ["ping"], rule: `Path(\`${loadedPath}\`)`, service: "ping@internal" },
      },
    },
  });
