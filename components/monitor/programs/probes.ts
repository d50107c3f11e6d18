import type * as pulumi from "@pulumi/pulumi";
import { defaultImages } from "../../shared/image";
import type { MonitorArgs } from "../args";
import { configDirectory, monitorPorts, webOption } from "../layout";
import { authorityFile, homeAuthority, homeSecret, renderProbes } from "../probes";
import type { Watched } from "../watched";
import { type DescribedProgram, helper } from "./described";

/** Asks for pages as visitors do. */
export const probesOf = (
  { probesImage, farm, homes = [] }: MonitorArgs,
  watched: pulumi.Output<Watched>,
): DescribedProgram => ({
  part: "probes",
  network: farm.network,
  image: probesImage ?? defaultImages.blackboxExporter,
  limits: helper("48MiB"),
  run: `exec blackbox_exporter --config.file=${configDirectory}/probes.yml ${webOption} --web.listen-address=:${monitorPorts.probes} --log.level=warn`,
  // The root's certificate is looked for where it will be.
  check: `cp *.pem ${configDirectory}/ && blackbox_exporter --config.check --config.file=probes.yml`,
  config: {
    "probes.yml": watched.apply(renderProbes),
    [authorityFile]: farm.authority ?? "",
    ...present(homes.map(({ name, authority }) => [homeAuthority(name), authority])),
  },
  secrets: present(homes.map(({ name, password }) => [homeSecret(name), password])),
});

const present = (
  all: (readonly [file: string, value: pulumi.Input<string> | undefined])[],
): Record<string, pulumi.Input<string>> =>
  Object.fromEntries(all.flatMap(([file, value]) => (value === undefined ? [] : [[file, value]])));
