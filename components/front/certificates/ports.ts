/** Ports inside the containers that see to certificates. */
export const certificatePorts = { issuer: 8402, keeper: 8081 } as const;
