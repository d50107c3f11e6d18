import type { EnvironmentNetwork } from "../../network/environmentNetwork";
import { figuresAgent } from "../../router/figures";
import { defaultImages } from "../../shared/image";
import type { MonitorArgs } from "../args";
import { groupsMount, keepFormer, makeProbe, renderAgent, renderWanted } from "../figures";
import { configDirectory, monitorPorts, wantedFile, webFile } from "../layout";
import { everySeconds, wantedOn } from "../watching";
import { type DescribedProgram, helper } from "./described";

/** Tells of a host, and of the containers that are expected there. */
export function agentOn(network: EnvironmentNetwork, args: MonitorArgs): DescribedProgram {
  const { hostName } = network.host;
  return {
    part: "agent",
    network,
    ...(network === args.farm.network ? {} : { of: hostName, alias: figuresAgent.alias }),
    image: args.agentImage ?? defaultImages.nodeExporter,
    limits: helper("48MiB"),
    run: renderAgent(monitorPorts.agent, webFile, everySeconds(args)),
    check: `${makeProbe} && ${keepFormer(groupsMount, configDirectory)}`,
    config: { [wantedFile]: wantedOn(network, args.services).apply(renderWanted) },
    // Mounts below this one may be written to by root, even where it is to be read alone.
    user: "65534:65534",
    mounted: [{ directory: "/sys/fs/cgroup", path: groupsMount, readOnly: true }],
  };
}
