/** What `vault.ts` makes secret in its own text. */
export const plantedSecret = "planted-and-never-to-be-read";

/** Secrets of several lines and of one that begins like another: both are easily blotted out in part. */
export const keySecret =
  "-----BEGIN KEY-----\nfirst-line-of-the-key\nsecond-line-of-the-key\n-----END KEY-----";
