/** What `vault.ts` makes secret in its own text. */
export const plantedSecret = "planted-and-never-to-be-read";

/** Secrets of several lines and of one that begins like another: both are easily blotted out in part. */
export const keySecret =
  "-----BEGIN KEY-----\nfirst-line-of-the-key\nsecond-line-of-the-key\n-----END KEY-----";

/** What repositories of every kind are opened by. */
export const repositorySecrets = {
  encryption: "encryption-never-to-be-read",
  rest: "password-of-rest-never-to-be-read",
  s3: "key-of-s3-never-to-be-read",
  sftp: "-----BEGIN OPENSSH PRIVATE KEY-----\nkey-of-sftp-never-to-be-read\n-----END OPENSSH PRIVATE KEY-----",
  ping: "https://ping.example.org/never-to-be-read",
};
