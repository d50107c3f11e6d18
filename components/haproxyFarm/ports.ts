/** Ports inside the farm's container. */
export const farmPorts = { http: 80, https: 443, stats: 8404 } as const;

/** Ports inside the containers that see to certificates. */
export const certificatePorts = { issuer: 8402, keeper: 8081 } as const;
