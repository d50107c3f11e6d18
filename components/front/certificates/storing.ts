import * as pulumi from "@pulumi/pulumi";
import { hostCommand } from "../../hosts/dockerHost/hostCommand";
import { shellInside } from "../../shared/inside";
import type { Titled } from "../../shared/titled";
import type { Haproxy } from "../haproxy/process";
import { renderStore, type StoredFile, type StoreName } from "./store";

/** A chain and its key in one file, as HAProxy reads them. */
export const withKey = (chain: StoredFile, key: string): StoredFile => ({
  ...chain,
  text: `${chain.text.trimEnd()}\n${key}`,
});

/** Writes files, keys among them, into a store of a HAProxy. */
export const storeFiles = (
  { name, network, running }: Haproxy,
  store: StoreName,
  files: pulumi.Output<StoredFile[]>,
  parent: pulumi.Resource,
  former?: pulumi.Output<string>,
): pulumi.Resource =>
  hostCommand(
    `${name}-${store}`,
    network.host,
    {
      run: running.apply((made) => storeCommand(name, made)),
      stdin: pulumi.all([files, former]).apply(([all, shell]) => renderStore(store, all, shell)),
    },
    { parent },
  );

const storeCommand = (name: string, container: string): Titled => ({
  title: `store the certificates of ${name}`,
  script: shellInside(container),
});
