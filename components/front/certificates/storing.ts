import * as pulumi from "@pulumi/pulumi";
import { type HostCommandArgs, hostCommand } from "../../hosts/dockerHost/hostCommand";
import { shellInside } from "../../shared/inside";
import { packed } from "../../shared/packed";
import type { Titled } from "../../shared/titled";
import type { Haproxy } from "../haproxy/process";
import { renderStore, type StoredFile, type StoreName } from "./store";

/** A chain and its key in one file, as HAProxy reads them. */
export const withKey = (chain: StoredFile, key: string): StoredFile => ({
  ...chain,
  text: `${chain.text.trimEnd()}\n${key}`,
});

/** What a store may have beside its files. */
export interface StoreOptions {
  /**
   * Shell that keeps a list of certificates in use.
   * @default none is
   */
  readonly former?: pulumi.Output<string>;
  /**
   * What a preview may tell of the files, which are secret.
   * @default nothing
   */
  readonly environment?: HostCommandArgs["environment"];
}

/** Writes files, keys among them, into a store of a HAProxy. */
export const storeFiles = (
  { name, network, running }: Haproxy,
  store: StoreName,
  files: pulumi.Output<StoredFile[]>,
  parent: pulumi.Resource,
  { former, environment }: StoreOptions = {},
): pulumi.Resource =>
  hostCommand(
    `${name}-${store}`,
    network.host,
    {
      run: running.apply((made) => storeCommand(name, made)),
      stdin: pulumi.all([files, former]).apply(([all, shell]) => packed(renderStore(store, all, shell))),
      environment,
    },
    { parent },
  );

const storeCommand = (name: string, container: string): Titled => ({
  title: `store the certificates of ${name}`,
  script: shellInside(container),
});
