/** Header of an answer by which a router tells its farms that a password was right. */
export const admittedHeader = "X-Homeport-Admitted";
