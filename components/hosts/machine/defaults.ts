/** How a machine is entered where nothing else is said. */
export const sshDefaults = { port: 22, user: "root", keepAliveSeconds: 5, key: { from: "agent" } } as const;
