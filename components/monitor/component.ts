import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { stringify } from "yaml";
import type { EnvironmentNetwork } from "../network/environmentNetwork";
import { figuresAgent } from "../router/figures";
import { withDefaults } from "../shared/defaults";
import { defaultImages } from "../shared/image";
import { tellOfClear } from "../shared/inClear";
import { neverItself } from "../shared/neverItself";
import { toMebibytes } from "../shared/size";
import { deadManSecret, renderAlertmanager } from "./alertmanager";
import type { MonitorArgs, Retention } from "./args";
import { checkMonitor } from "./check";
import { groupsMount, keepFormer, makeProbe, renderAgent, renderWanted } from "./figures";
import {
  configDirectory,
  dataDirectory,
  monitorPorts,
  passwordFile,
  wantedFile,
  watcher,
  webFile,
} from "./layout";
import { messageTemplates } from "./message";
import { answeredFile, renderAnswered } from "./page/answered";
import { placeOfPage } from "./page/component";
import { pageFiles, pagesToMake, toMake } from "./page/files";
import { feedFile } from "./page/incidents";
import { makeLoop, pageMount, templatesOption } from "./page/make";
import { authorityFile, homeAuthority, homeSecret, renderProbes } from "./probes";
import { makeProgram } from "./program";
import { alertOptions, renderPrometheus } from "./prometheus";
import { secretsOf } from "./receiverConfig";
import { keysOf, withUrls } from "./receivers";
import { renderRules } from "./rules";
import type { TwoKinds } from "./told";
import type { Watched } from "./watched";
import { everySeconds, furtherHosts, wantedOn, watchedBy } from "./watching";

const defaultRetention: Required<Retention> = { days: 30, size: "512MiB" };

/** Every helper of Prometheus: what it needs, with room. */
const helper = (memory: `${number}MiB`) => ({ memory, cpus: 0.2 });

const web = `--web.config.file=${webFile}`;

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
  private readonly args: MonitorArgs;
  private readonly network: EnvironmentNetwork;
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
    this.args = withUrls(given, (path, url) => neverItself(monitorName, path, "the monitor's", url));
    this.network = given.farm.network;
    this.password = new random.RandomPassword(
      `${monitorName}-password`,
      { length: 32, special: false },
      { parent: this },
    );
    const watched = watchedBy(monitorName, this.args);
    const far = furtherHosts(this.args);
    const agents = [this.network, ...far.map(({ network }) => network)].map((one) => this.makeAgent(one));
    const helpers = [...agents, this.makeProbes(watched), this.makeAlertmanager()];
    this.makePrometheus(watched, helpers);
    const { host, environment } = this.network;
    this.registerOutputs({
      host: host.hostName,
      environment,
      tells: given.notify === "nobody" ? [] : given.notify.map(({ kind }) => kind),
      deadMan: given.deadMan !== undefined,
    });
  }

  /** Tells of a host, and of the containers that are expected there. */
  private makeAgent(network: EnvironmentNetwork): pulumi.Resource {
    const { services, agentImage } = this.args;
    const { host } = network;
    const far = network === this.network ? {} : { network, of: host.hostName, alias: figuresAgent.alias };
    return makeProgram(
      {
        ...this.place("agent"),
        ...far,
        image: agentImage ?? defaultImages.nodeExporter,
        limits: helper("48MiB"),
        run: renderAgent(monitorPorts.agent, webFile, everySeconds(this.args)),
        check: `${makeProbe} && ${keepFormer(groupsMount, configDirectory)}`,
        files: this.files({ [wantedFile]: wantedOn(network, services).apply(renderWanted) }),
        // Mounts below this one may be written to by root, even where it is to be read alone.
        user: "65534:65534",
        mounted: [{ directory: "/sys/fs/cgroup", path: groupsMount, readOnly: true }],
      },
      this,
    );
  }

  /** Asks for pages as visitors do. */
  private makeProbes(watched: pulumi.Output<Watched>): pulumi.Resource {
    const { probesImage, farm, homes = [] } = this.args;
    const roots = homes.flatMap(({ name, authority }) =>
      authority === undefined ? [] : [[homeAuthority(name), authority] as const],
    );
    const secrets = homes.flatMap(({ name, password }) =>
      password === undefined ? [] : [[homeSecret(name), password] as const],
    );
    return makeProgram(
      {
        ...this.place("probes"),
        image: probesImage ?? defaultImages.blackboxExporter,
        limits: helper("48MiB"),
        run: `exec blackbox_exporter --config.file=${configDirectory}/probes.yml ${web} --web.listen-address=:${monitorPorts.probes} --log.level=warn`,
        // The root's certificate is looked for where it will be.
        check: `cp *.pem ${configDirectory}/ && blackbox_exporter --config.check --config.file=probes.yml`,
        files: this.files(
          {
            "probes.yml": watched.apply(renderProbes),
            [authorityFile]: farm.authority ?? "",
            ...Object.fromEntries(roots),
          },
          Object.fromEntries(secrets),
        ),
      },
      this,
    );
  }

  /** Tells people, each thing once. */
  private makeAlertmanager(): pulumi.Resource {
    const { alertmanagerImage, notify, deadMan, mute = [], thresholds = {} } = this.args;
    const receivers = notify === "nobody" ? [] : notify;
    const told = { receivers, deadMan: deadMan !== undefined, mute, everySeconds: everySeconds(this.args) };
    const files = {
      "alertmanager.yml": renderAlertmanager(told),
      "message.tmpl": messageTemplates(thresholds, everySeconds(this.args)),
      "client.yml": stringify({ basic_auth: { username: watcher, password_file: passwordFile } }),
    };
    const secrets = {
      ...secretsOf(receivers),
      ...(deadMan === undefined ? {} : { [deadManSecret]: deadMan }),
    };
    return makeProgram(
      {
        ...this.place("alertmanager"),
        image: alertmanagerImage ?? defaultImages.alertmanager,
        limits: helper("80MiB"),
        run: `exec alertmanager --config.file=${configDirectory}/alertmanager.yml --storage.path=${dataDirectory} --data.retention=240h --data.maintenance-interval=1m --cluster.listen-address= --enable-feature=receiver-name-in-metrics ${web} --log.level=warn`,
        check: "amtool check-config alertmanager.yml",
        files: this.files(files, secrets),
      },
      this,
    );
  }

  /** What is found before there is anybody to tell would be told only later. */
  private makePrometheus(watched: pulumi.Output<Watched>, after: pulumi.Resource[]): pulumi.Resource {
    const { image, limits, retention, services } = this.args;
    const pages = pagesToMake(services);
    const { days, size } = withDefaults(defaultRetention, retention);
    return makeProgram(
      {
        ...this.place("prometheus"),
        image: image ?? defaultImages.prometheus,
        limits: { memory: "192MiB", cpus: 0.5 },
        given: limits,
        run: `${makeLoop(pages.map(toMake), feedFile, 2 * everySeconds(this.args))}exec prometheus --config.file=${configDirectory}/prometheus.yml --storage.tsdb.path=${dataDirectory} --storage.tsdb.retention.time=${days}d --storage.tsdb.retention.size=${toMebibytes(size)}MB ${alertOptions(everySeconds(this.args))} ${pages.length > 0 ? `${templatesOption} ` : ""}${web} --log.level=warn`,
        check: "promtool check config prometheus.yml",
        files: this.files(
          watched.apply((all) => ({
            "prometheus.yml": renderPrometheus(all),
            "rules.yml": renderRules(all),
            [answeredFile]: renderAnswered(all),
            ...pageFiles(services, all),
          })),
        ),
        mounted: pages.map((page) => placeOfPage(page, pageMount(page.serviceName))),
        // By which the farm tells it from containers that are to see no figures.
        address: this.network.addresses.monitor,
        after,
      },
      this,
    );
  }

  private place(part: "agent" | "probes" | "alertmanager" | "prometheus") {
    return { monitor: this.monitorName, part, network: this.network };
  }

  /** What a program is told, with what asks for a password at it and gives one elsewhere. */
  private files(
    config: pulumi.Input<Record<string, pulumi.Input<string>>>,
    secrets: Record<string, pulumi.Input<string>> = {},
  ): pulumi.Output<TwoKinds> {
    const { result, bcryptHash } = this.password;
    const asking = bcryptHash.apply((hash) => stringify({ basic_auth_users: { [watcher]: hash } }));
    return pulumi
      .all([pulumi.output(config), pulumi.all({ ...secrets, password: result, "web.yml": asking })])
      .apply(([open, hidden]) => ({ config: open, secrets: hidden }));
  }
}
