/** Where the router answers once it has taken this very file. */
export const revisionPath = (service: string, revision: string): string =>
  `/homeport-revision/${service}/${revision}`;

/** The part of a route file by which the router tells that it has taken it. */
export const revisionRouter = (service: string, revision: string) => ({
  [`${service}_revision`]: {
    entryPoints: ["revision"],
    rule: `Path(\`${revisionPath(service, revision)}\`)`,
    service: "ping@internal",
  },
});
