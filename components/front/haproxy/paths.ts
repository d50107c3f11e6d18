/** Where HAProxy's container has its configuration: the directory of the user that the image runs as. */
export const configDirectory = "/var/lib/haproxy";
export const configPath = `${configDirectory}/haproxy.cfg`;

/** Loopback port of the container that tells which configuration is at work. */
export const revisionPort = 8406;

/** Where the farm's container has which services are under maintenance: a command writes it, and no update. */
export const maintenanceDirectory = `${configDirectory}/maintenance`;
export const maintenancePath = `${maintenanceDirectory}/now`;
