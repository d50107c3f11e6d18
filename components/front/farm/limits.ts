/** A farm's container, where nothing else is said. */
export const farmLimits = { memory: "512MiB", cpus: 2, processes: 256 } as const;
