import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { hostCommand } from "../../hosts/dockerHost/hostCommand";
import { exchangeCommand, startedLater } from "../../hosts/exchange/command";
import { thingOn } from "../../hosts/exchange/thing";
import type { EnvironmentNetwork } from "../../network/environmentNetwork";
import { answering, hardened, processLimit, silentlyIgnored } from "../../shared/hardening";
import { revisionPort } from "../haproxy/paths";
import { renderAnswers } from "../haproxy/start";
import { type HairpinConfig, hairpinSize, renderHairpin, renderHairpinStart } from "./config";
import { renderLeaving, renderNamed } from "./names";

/** What the hairpins of a network need. */
export interface HairpinArgs extends HairpinConfig {
  readonly network: EnvironmentNetwork;
  readonly image: string;
  /** Names that lead to the farm. */
  readonly names: readonly string[];
  /** Networks beside it, whose containers are to find the names, too. */
  readonly beside: readonly pulumi.Output<string>[];
  /** What has to be in place before anyone is sent to the farm. */
  readonly after: pulumi.Input<pulumi.Resource[]>;
}

/** How long connections that run in a container may take when it goes, in seconds. */
const graceSeconds = 5;

/**
 * Makes what leads a farm's names to the farm on one network: two containers that have the names. One of them is always
 * there, as names that nobody has on the network are asked of public DNS, and lead to another environment.
 */
export function makeHairpins(name: string, args: HairpinArgs, parent: pulumi.Resource): void {
  let before: pulumi.Resource | undefined;
  for (const [at, address] of args.network.addresses.hairpins.entries())
    before = makeHairpin(`${name}-hairpin-${at + 1}`, `hairpin-${at + 1}`, address, args, before, parent);
}

function makeHairpin(
  name: string,
  component: string,
  planned: string,
  args: HairpinArgs,
  before: pulumi.Resource | undefined,
  parent: pulumi.Resource,
): pulumi.Resource {
  const { network, names, beside } = args;
  const address = network.isOwn ? planned : undefined;
  const made = makeContainer(`${name}-haproxy`, component, address, args, parent);
  const container = network.expect(made, name);
  const dependsOn = pulumi.output(args.after).apply((all) => (before ? [...all, before] : all));
  return hostCommand(
    `${name}-start`,
    network.host,
    {
      run: pulumi
        .all([container.name, thingOn(network, component, []), pulumi.all([...beside])])
        .apply(([made, thing, others]) => {
          const swap = { thing, container: made, graceSeconds };
          const started = exchangeCommand(name, swap, { works: renderAnswers() });
          return {
            ...started,
            script: renderNamed({ thing, container: made, address, names, beside: others }, started.script),
          };
        }),
      stdin: "",
      remove:
        beside.length === 0
          ? undefined
          : pulumi.all([container.name, pulumi.all([...beside])]).apply(([made, others]) => ({
              title: `leave the networks of applications with ${name}`,
              script: renderLeaving(made, others),
            })),
    },
    { parent, dependsOn },
  );
}

function makeContainer(
  name: string,
  component: string,
  ipv4Address: string | undefined,
  { network, image, beside: _, ...config }: HairpinArgs,
  parent: pulumi.Resource,
): docker.Container {
  const limits = network.host.fit(name, { memory: "128MiB", cpus: 1, processes: 256 });
  // Four files for each connection that waits for a second try, and some for logs and checks.
  const files = hairpinSize.maxConnections * 4 + 200;
  return new docker.Container(
    name,
    {
      ...hardened(limits),
      ...startedLater,
      image: network.host.image(image),
      entrypoints: ["sh", "-c", renderHairpinStart(renderHairpin(config))],
      readOnly: true,
      ulimits: limits.apply((fitted) => [
        { name: "nofile", soft: files, hard: files },
        ...processLimit(fitted),
      ]),
      networksAdvanced: [{ name: network.networkName, ipv4Address }],
      labels: network.labelsOf(name, parent, component),
      healthcheck: answering(revisionPort, "/"),
      destroyGraceSeconds: 10,
    },
    { parent, ...network.host.options, deleteBeforeReplace: false, replaceOnChanges: silentlyIgnored },
  );
}
