/** Ports inside the farm's container. */
export const farmPorts = { http: 80, https: 443, stats: 8404 } as const;
