/** The name by which a container is asked. */
export const askedName = (domains: readonly string[]): string => (domains[0] ?? "").replace("*", "probe");
