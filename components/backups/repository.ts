import type * as pulumi from "@pulumi/pulumi";

/** A repository behind a server of restic's own kind, as `rest-server` is. */
export interface RestRepository {
  readonly kind: "rest";
  /** Its URL, without a user: `https://backup.example.org:8000/prod`. */
  readonly url: string;
  /** @default nobody is named */
  readonly user?: string;
  /** @default none is asked for */
  readonly password?: pulumi.Input<string>;
  /**
   * Certificates, as PEM, one of which has to have issued the server's.
   * @default the public authorities
   */
  readonly authority?: pulumi.Input<string>;
}

/** A repository in a bucket. */
export interface S3Repository {
  readonly kind: "s3";
  /** URL of the server: `https://s3.example.org`. */
  readonly url: string;
  readonly bucket: string;
  /**
   * Where in the bucket.
   * @default its root
   */
  readonly path?: string;
  /** @default what the server takes */
  readonly region?: string;
  readonly accessKey: pulumi.Input<string>;
  readonly secretKey: pulumi.Input<string>;
  /**
   * Certificates, as PEM, one of which has to have issued the server's.
   * @default the public authorities
   */
  readonly authority?: pulumi.Input<string>;
}

/** A repository on a machine that is reached by SSH. */
export interface SftpRepository {
  readonly kind: "sftp";
  readonly address: string;
  /** @default 22 */
  readonly port?: number;
  readonly user: string;
  /** Absolute path there. */
  readonly path: string;
  /** Key by which it lets in, in OpenSSH's form. */
  readonly privateKey: pulumi.Input<string>;
  /** Its host key, as `homeport host-key` shows it: `ssh-ed25519 AAAA…`. */
  readonly hostKey: string;
}

/** A repository in a directory of the host, as of a disk that is plugged in. The directory has to be there. */
export interface DirectoryRepository {
  readonly kind: "directory";
  /** Absolute path on the host. */
  readonly path: string;
}

/** Where backups go: a repository of restic. */
export type Repository = RestRepository | S3Repository | SftpRepository | DirectoryRepository;
