import type { AccessLog } from "../shared/accessLog";

const loggedFields = [
  "DownstreamContentSize",
  "DownstreamStatus",
  "Duration",
  "RequestHost",
  "RequestMethod",
  "RetryAttempts",
  "RouterName",
  "ServiceName",
];

/** The farm has logged every request: of the router, what the farm cannot tell is of interest. */
const failures = [
  "accessLog.filters.statusCodes=500-599",
  "accessLog.filters.retryAttempts=true",
  "accessLog.filters.minDuration=10s",
];

/** Renders how a router logs requests: one line of JSON each, on the container's output. */
export const routerLog = (accessLog: AccessLog): string[] => [
  "accessLog=true",
  "accessLog.format=json",
  // Lines are written beside the requests, not between them; none waits for others.
  "accessLog.bufferingSize=1024",
  // All fields would cost a quarter of the requests that a busy router can answer. The path is left out with
  // them, as it has the query string, which can hold a secret.
  "accessLog.fields.defaultMode=drop",
  ...loggedFields.map((field) => `accessLog.fields.names.${field}=keep`),
  "accessLog.fields.headers.names.X-Real-Ip=keep",
  ...(accessLog === "failures" ? failures : []),
];
