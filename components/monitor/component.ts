import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { stringify } from "yaml";
import { tellOfClear } from "../shared/inClear";
import { neverItself } from "../shared/neverItself";
import type { MonitorArgs } from "./args";
import { checkMonitor } from "./check";
import { watcher } from "./layout";
import { makeProgram } from "./program";
import { agentOn } from "./programs/agent";
import { alertmanagerOf } from "./programs/alertmanager";
import type { DescribedProgram } from "./programs/described";
import { probesOf } from "./programs/probes";
import { prometheusOf } from "./programs/prometheus";
import { keysOf, withUrls } from "./receivers";
import type { TwoKinds } from "./told";
import { furtherHosts, watchedBy } from "./watching";

/**
 * Watches an environment, and tells somebody before a visitor does: its farm, routers, services and their pages,
 * certificates, backups and the host. What is watched follows from farm and services.
 *
 * @example
 * ```ts
 * const monitor = new Monitor("monitor", {
 *   farm,
 *   services: [blog, wiki],
 *   notify: [{ kind: "ntfy", url: config.requireSecret("ntfy") }],
 *   deadMan: config.requireSecret("dead-man"),
 * });
 * ```
 */
export class Monitor extends pulumi.ComponentResource {
  /** What opens all of its programs, which every container of the environment reaches. */
  private readonly password: random.RandomPassword;

  /** @throws RunError that names every argument that is not usable. */
  constructor(
    private readonly monitorName: string,
    given: MonitorArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    checkMonitor(monitorName, given);
    super("homeport:index:Monitor", monitorName, {}, opts);
    tellOfClear(monitorName, keysOf(given));
    const args = withUrls(given, (path, url) => neverItself(monitorName, path, "the monitor's", url));
    const { network } = args.farm;
    this.password = new random.RandomPassword(
      `${monitorName}-password`,
      { length: 32, special: false },
      { parent: this },
    );
    const watched = watchedBy(monitorName, args);
    const networks = [network, ...furtherHosts(args).map((router) => router.network)];
    const agents = networks.map((one) => this.make(agentOn(one, args)));
    const helpers = [...agents, this.make(probesOf(args, watched)), this.make(alertmanagerOf(args))];
    this.make(prometheusOf(args, watched, helpers));
    this.registerOutputs({
      host: network.host.hostName,
      environment: network.environment,
      tells: given.notify === "nobody" ? [] : given.notify.map(({ kind }) => kind),
      deadMan: given.deadMan !== undefined,
    });
  }

  private make({ config, secrets = {}, ...program }: DescribedProgram): pulumi.Resource {
    return makeProgram({ ...program, monitor: this.monitorName, files: this.files(config, secrets) }, this);
  }

  /** What a program is told, with what asks for a password at it and gives one elsewhere. */
  private files(
    config: DescribedProgram["config"],
    secrets: Record<string, pulumi.Input<string>>,
  ): pulumi.Output<TwoKinds> {
    const { result, bcryptHash } = this.password;
    const asking = bcryptHash.apply((hash) => stringify({ basic_auth_users: { [watcher]: hash } }));
    return pulumi
      .all([pulumi.output(config), pulumi.all({ ...secrets, password: result, "web.yml": asking })])
      .apply(([open, hidden]) => ({ config: open, secrets: hidden }));
  }
}
