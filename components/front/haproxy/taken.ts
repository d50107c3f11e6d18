import { configDirectory } from "./paths";

/** Where HAProxy's container sees certificates that something else brings. */
export const certificatesDirectory = "/certificates";

/** The list of those certificates. */
export const offeredList = `${certificatesDirectory}/list`;

/** What HAProxy's container has taken of them: in its own volume, so that a restart begins with it. */
export const takenDirectory = `${configDirectory}/taken`;

/** The set that is in place, changed as a whole. */
const takenSet = `${takenDirectory}/now`;

/** The list that HAProxy reads. */
export const takenList = `${takenSet}/list`;

/** A file that tells the name of that set: a process of HAProxy has the one that it read, or was told since. */
export const takenName = `${takenSet}/name`;

/** The configuration by which HAProxy judges a certificate alone, with its list in this variable. */
export const judgePath = `${configDirectory}/certificates/judge`;
export const judgedList = "HOMEPORT_LIST";

/** Path on the loopback port for revisions at which HAProxy tells which set it has. */
export const setPage = "/certificates";
