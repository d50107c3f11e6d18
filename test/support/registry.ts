import { createHash } from "node:crypto";
import { createReadStream, mkdtempSync, readFileSync, statSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../images/run";
import { removeFolder } from "./removeFolder";

/** A registry of images, for engines that have none of the test images. */
export interface Registry {
  /** Address and port, as they stand before an image's name. */
  readonly host: string;
  /** The name by which an engine pulls an image. */
  readonly nameOf: (image: string) => string;
  stop(): Promise<void>;
}

interface Blob {
  readonly digest: string;
  readonly size: number;
  readonly file: string;
}

const manifestType = "application/vnd.docker.distribution.manifest.v2+json";

/**
 * Hands out images of the local engine at one of this machine's addresses, without TLS: an engine has to be told
 * by `insecure-registries`. The local engine knows them by the same names.
 * @see https://distribution.github.io/distribution/spec/api/
 */
export async function startRegistry(images: readonly string[], address: string): Promise<Registry> {
  await removeNames();
  const folder = mkdtempSync(join(tmpdir(), "homeport-registry-"));
  const manifests = new Map<string, Buffer>();
  const blobs = new Map<string, Blob>();
  for (const [at, image] of images.entries()) {
    const manifest = await unpack(image, join(folder, String(at)), blobs);
    const [name = "", tag = ""] = image.split(":");
    manifests
      .set(`${name}/manifests/${tag}`, manifest)
      .set(`${name}/manifests/${digestOf(manifest)}`, manifest);
  }

  const server = createServer(({ url = "", method }, answer) => {
    const path = url.replace(/^\/v2\//, "");
    const manifest = manifests.get(path);
    const blob = blobs.get(path.split("/").at(-1) ?? "");
    if (path === "") answer.end();
    else if (manifest) sendManifest(manifest, answer);
    else if (blob) sendBlob(blob, method === "HEAD", answer);
    else answer.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  const host = `${address}:${(server.address() as AddressInfo).port}`;
  const nameOf = (image: string) => `${host}/${image}`;
  for (const image of images) await run("docker", ["tag", image, nameOf(image)]);
  return {
    host,
    nameOf,
    stop: async () => {
      await run("docker", ["rmi", ...images.map(nameOf)]);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      removeFolder(folder);
    },
  };
}

/** Takes the names from images that a registry gave them whose process was killed. */
async function removeNames(): Promise<void> {
  const all = (await run("docker", ["images", "--format", "{{.Repository}}:{{.Tag}}"])).split("\n");
  const left = all.filter((name) => /^[\d.]+:\d+\/homeport-test\//.test(name));
  if (left.length > 0) await run("docker", ["rmi", ...left]);
}

/** Unpacks what `docker save` says of an image, and tells the registry's manifest of it. */
async function unpack(image: string, folder: string, blobs: Map<string, Blob>): Promise<Buffer> {
  await run("/bin/sh", ["-c", 'mkdir "$1" && docker save "$0" | tar -x -C "$1"', image, folder]);
  const [saved] = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
  const add = (path: string): Blob => {
    const file = join(folder, path);
    const blob = { digest: digestOf(readFileSync(file)), size: statSync(file).size, file };
    blobs.set(blob.digest, blob);
    return blob;
  };
  const described = (mediaType: string, { digest, size }: Blob) => ({ mediaType, size, digest });
  return Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: manifestType,
      config: described("application/vnd.docker.container.image.v1+json", add(saved.Config)),
      layers: saved.Layers.map((layer: string) =>
        described("application/vnd.docker.image.rootfs.diff.tar.gzip", add(layer)),
      ),
    }),
  );
}

function sendManifest(manifest: Buffer, answer: ServerResponse): void {
  const headers = {
    "content-type": manifestType,
    "content-length": manifest.length,
    "docker-content-digest": digestOf(manifest),
  };
  answer.writeHead(200, headers).end(manifest);
}

function sendBlob({ file, size }: Blob, headOnly: boolean, answer: ServerResponse): void {
  answer.writeHead(200, { "content-type": "application/octet-stream", "content-length": size });
  if (headOnly) answer.end();
  else createReadStream(file).pipe(answer);
}

const digestOf = (bytes: Buffer): string => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
