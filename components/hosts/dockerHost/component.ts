import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { FittedLimits, Limits } from "../../shared/hardening";
import { tellOfClear } from "../../shared/inClear";
import { type Capacity, fitLimits, unkept } from "../../survey/capacity";
import { ifKnown } from "../../survey/known";
import { refused } from "../../survey/refused";
import type { Survey } from "../../survey/survey";
import type { HostFirewall } from "../hostSetup/args";
import type { HostFacts } from "../hostSetup/facts";
import type { GoesWith, Machine } from "../machine/machine";
import type { DockerHostArgs } from "./args";
import { askThere } from "./askThere";
import { checkHost } from "./check";
import { Images } from "./images";
import { reachLibvirt } from "./libvirt";
import { reachLocal } from "./local";
import { enrol } from "./others";
import type { EngineDoor } from "./pull";
import type { DockerCommands, ReachedHost } from "./reached";
import { reachSsh } from "./ssh";

/**
 * A machine with a Docker engine. The local engine is asked at preview: one that is missing or too old is refused
 * before anything is changed. Any other machine is set up by `pulumi up`; only then a preview looks at it, and warns where
 * it is off.
 *
 * @example
 * ```ts
 * const host = new DockerHost("infra", { kind: "local" });
 * ```
 */
export class DockerHost extends pulumi.ComponentResource {
  readonly hostName: string;
  /** Name or address of the machine, seen from the one that runs the program. */
  readonly address: pulumi.Output<string>;
  /** The provider that makes Docker resources on this host. */
  readonly provider: docker.Provider;
  /** What the machine is; undefined for the local engine. */
  readonly facts: pulumi.Output<HostFacts> | undefined;
  /** The public key to install for the host's user, where the program made the key. */
  readonly publicKey: pulumi.Output<string> | undefined;
  /** Whether the engine's directories are those of the machine that runs the program. */
  readonly isHere: boolean;
  /**
   * Where scripts run that do not concern the engine.
   * @internal
   */
  readonly machine: Machine;
  /** @internal */
  readonly docker: DockerCommands;
  /**
   * Where the engine's socket is on the machine.
   * @internal
   */
  readonly engineSocket: string;
  private readonly door: pulumi.Output<EngineDoor>;
  /** @internal */
  readonly survey: pulumi.Output<Survey | undefined>;
  /**
   * Whether set-up has the engine translate IPv6, whatever it does until then.
   * @internal
   */
  readonly wishesTranslation: boolean;
  /**
   * Who reaches the machine, where set-up says it.
   * @internal
   */
  readonly firewall: HostFirewall | undefined;
  private readonly capacity: pulumi.Output<Capacity>;
  private readonly images: Images;
  /**
   * Options of a command that works on the host.
   * @internal
   */
  readonly goesWith: GoesWith;

  /** @throws RunError where an argument is not usable, or the local engine does not answer or is too old. */
  constructor(name: string, args: DockerHostArgs, opts?: pulumi.ComponentResourceOptions) {
    checkHost(name, args);
    super("homeport:index:DockerHost", name, {}, opts);
    this.hostName = name;
    const reached = reach(name, args, this);
    this.machine = reached.machine;
    this.address = pulumi.output(reached.address);
    this.docker = reached.docker;
    this.engineSocket = reached.engineSocket ?? "/var/run/docker.sock";
    this.door = reached.door;
    this.facts = reached.facts;
    this.isHere = reached.isHere;
    this.survey = reached.survey;
    this.goesWith = reached.goesWith ?? {};
    this.publicKey = this.machine.ssh?.publicKey;
    this.provider = new docker.Provider(`${name}-engine`, reached.engine, { parent: this });
    this.wishesTranslation = args.kind !== "local" && args.setup?.daemon?.ip6tables === true;
    this.firewall = args.kind === "local" ? undefined : args.setup?.firewall;
    this.capacity = capacityOf(this);
    const { survey } = this;
    const { registries = {} } = args;
    for (const [registry, { password }] of Object.entries(registries))
      tellOfClear(name, { [`registries.${registry}.password`]: password });
    this.images = new Images({ host: name, survey, door: reached.door, registries }, this);
    enrol(this);
    this.registerOutputs({ address: this.address, publicKey: this.publicKey, facts: this.facts });
  }

  /**
   * Fits a container's limits to what the engine can.
   * @param path of the component in messages
   * @internal
   */
  fit(path: string, defaults: Limits, given?: Limits): pulumi.Output<FittedLimits> {
    return this.capacity.apply(async (capacity) => {
      const fitted = fitLimits(path, this.hostName, defaults, given, capacity);
      return "refused" in fitted ? refused(fitted.refused) : fitted;
    }) as pulumi.Output<FittedLimits>;
  }

  /**
   * What a script tells that changes nothing, run on the engine's machine.
   * @returns undefined where that machine cannot be asked: it is not known yet, or does not answer
   * @internal
   */
  async ask(script: string): Promise<string | undefined> {
    const door = await ifKnown(this.door);
    return door && askThere(door, this.isHere, script);
  }

  /**
   * The image of a container on this host, for programs that make one by themselves: an update pulls it, with what
   * `docker login` has stored on the machine that runs the program, or with a login of `registries`. The provider by
   * itself knows no login.
   *
   * @example
   * ```ts
   * const job = new docker.Container("job", { image: host.image("registry.example.org/job:1.4") }, host.options);
   * ```
   */
  image(reference: string): pulumi.Output<string> {
    return this.images.on(reference);
  }

  /**
   * Options of a Docker resource on this host. What is on a VM goes along with it, without being asked one by one, and
   * is made anew on a new one.
   */
  get options(): pulumi.CustomResourceOptions {
    return { provider: this.provider, ...this.goesWith };
  }
}

/** A machine that does not answer has as many processors as when it was looked at last. */
const capacityOf = (host: DockerHost): pulumi.Output<Capacity> =>
  host.survey.apply(async (survey) => {
    const capacity = {
      processors: survey?.processors ?? (host.facts && (await ifKnown(host.facts)))?.processors,
      keeps: survey?.keeps ?? { memory: true, swap: true },
    };
    const notice = unkept(host.hostName, capacity);
    if (notice !== undefined) await pulumi.log.warn(notice, host);
    return capacity;
  }) as pulumi.Output<Capacity>;

function reach(name: string, args: DockerHostArgs, parent: pulumi.Resource): ReachedHost {
  switch (args.kind) {
    case "local":
      return reachLocal(name, args);
    case "ssh":
      return reachSsh(name, args, parent);
    case "libvirt":
      return reachLibvirt(name, args, parent);
  }
}
