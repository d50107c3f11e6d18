/** What a container of a service may take of their host where nothing is said. */
export const serviceLimits = { memory: "256MiB", cpus: 1 } as const;
