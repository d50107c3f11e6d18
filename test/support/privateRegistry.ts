import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { hash } from "bcryptjs";
import { registryImage } from "../images/tags";
import { docker } from "./containers";
import { newLabels } from "./machine/network";
import { removeFolder } from "./removeFolder";
import { waitFor } from "./wait";

export const registryUser = "deploy";

/** A registry that gives images to nobody without a password, reached from this machine and from stand-ins. */
export class PrivateRegistry {
  /** As it stands before an image's path, for the engine of this machine, which trusts loopback. */
  readonly here: string;

  private constructor(
    private readonly container: string,
    port: string,
    /** The same for engines in its network. */
    readonly there: string,
    readonly password: string,
  ) {
    this.here = `127.0.0.1:${port}`;
  }

  static async start(network: string, address: string, password: string): Promise<PrivateRegistry> {
    const { id, labels } = newLabels();
    const entry = `${registryUser}:${(await hash(password, 4)).replace("$2b$", "$2y$")}`;
    const serve = `echo '${entry}' > /etc/htpasswd; exec docker-registry serve /etc/registry.yml`;
    const container = await docker.createContainer({
      name: `registry-${id}`,
      Image: registryImage,
      Entrypoint: ["sh", "-c", serve],
      Labels: labels,
      ExposedPorts: { "5000/tcp": {} },
      HostConfig: {
        NetworkMode: network,
        PortBindings: { "5000/tcp": [{ HostIp: "127.0.0.1", HostPort: "" }] },
      },
      NetworkingConfig: { EndpointsConfig: { [network]: { IPAMConfig: { IPv4Address: address } } } },
    });
    await container.start();
    const { NetworkSettings } = await container.inspect();
    const port = NetworkSettings.Ports["5000/tcp"]?.[0]?.HostPort ?? "";
    const registry = new PrivateRegistry(container.id, port, `${address}:5000`, password);
    await waitFor("the registry", async () => (await asked(registry.here)).status === 401);
    return registry;
  }

  /** Puts an image there, under a path of its own. */
  async push(image: string, path: string): Promise<void> {
    const name = `${this.here}/${path}`;
    const login = new StoredLogin();
    try {
      await login.login(this.here, this.password);
      await login.docker("tag", image, name);
      await login.docker("push", "--quiet", name);
      await login.docker("rmi", name);
    } finally {
      login.remove();
    }
  }

  stop = () => docker.getContainer(this.container).remove({ force: true, v: true });
}

/** A connection that the engine's proxy took before the registry listened may never be answered. */
const asked = (registry: string) => fetch(`http://${registry}/v2/`, { signal: AbortSignal.timeout(2_000) });

/** What `docker login` has stored, in a folder of its own. */
export class StoredLogin {
  readonly folder = mkdtempSync(join(tmpdir(), "homeport-docker-config-"));

  /** By `docker login`; the engine here asks the registry, and takes only loopback without TLS. */
  login(registry: string, password: string): Promise<void> {
    return this.run(["login", "--username", registryUser, "--password-stdin", registry], password);
  }

  /** The same login under another address of the registry. */
  copy(from: string, to: string): void {
    const file = join(this.folder, "config.json");
    const { auths } = JSON.parse(readFileSync(file, "utf8"));
    writeFileSync(file, JSON.stringify({ auths: { ...auths, [to]: auths[from] } }));
  }

  /** Has a program of its own keep the password. */
  helper(registries: string[], password: string): void {
    const answer = JSON.stringify({ Username: registryUser, Secret: password });
    this.write("docker-credential-test", `#!/bin/sh\n[ "$1" = get ] && echo '${answer}'\n`);
    this.write(
      "config.json",
      JSON.stringify({ credHelpers: Object.fromEntries(registries.map((one) => [one, "test"])) }),
    );
  }

  docker = (...words: string[]): Promise<void> => this.run(words);

  remove(): void {
    removeFolder(this.folder);
  }

  private async run(words: string[], input = ""): Promise<void> {
    const running = promisify(execFile)("docker", words, {
      env: { ...process.env, DOCKER_CONFIG: this.folder },
    });
    running.child.stdin?.end(input);
    await running;
  }

  private write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
    chmodSync(join(this.folder, name), 0o700);
  }
}
