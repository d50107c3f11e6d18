/** Header of an answer by which a router tells its farms that it has refused a path that can be read in two ways. */
export const refusedHeader = "X-Homeport-Refused";
