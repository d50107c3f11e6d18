import { randomUUID } from "node:crypto";
import Docker from "dockerode";
import { type EngineAddress, engineAt } from "./engineAt";

/** What a `docker.Provider` is given; lists come as text, as every provider's inputs do. */
export interface ProviderInputs {
  host?: string;
  sshOpts?: string;
}

/** The engines of a program, by the providers through which it uses them. */
export class Engines {
  private readonly local = new Docker();
  private readonly byProvider = new Map<string, Docker>();

  /**
   * @param folder The program's, where relative paths begin.
   * @param found Told of each engine before anything is made on it.
   */
  constructor(
    private readonly folder: string,
    private readonly found: (address: EngineAddress) => void = () => {},
  ) {}

  /** Takes a provider in; its id. */
  add({ host, sshOpts = "[]" }: ProviderInputs): string {
    const id = randomUUID();
    const address = { host, sshOpts: JSON.parse(sshOpts), folder: this.folder };
    this.byProvider.set(id, engineAt(address));
    if (host !== undefined) this.found(address);
    return id;
  }

  /**
   * @param reference How a resource names its provider: by name and id.
   * @returns the local engine where it names none.
   */
  of(reference = ""): Docker {
    return this.byProvider.get(reference.split("::").at(-1) ?? "") ?? this.local;
  }
}
