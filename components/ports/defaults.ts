/** How much of its host a door may take. */
export const portLimits = { memory: "128MiB", cpus: 1, processes: 256 } as const;

/** How long things may take where nobody says. */
export const usualSeconds = { readySeconds: 60, drainSeconds: 60 };
