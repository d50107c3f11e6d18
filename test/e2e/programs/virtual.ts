import "./mark";
import * as pulumi from "@pulumi/pulumi";
import { DockerHost, EnvironmentNetwork, type LibvirtHost } from "../../../components";

/** A VM on this machine, and a network in its engine. */
const settings = new pulumi.Config("vm");

const bench = new DockerHost("bench", { kind: "local" });
if (!settings.getBoolean("gone")) {
  const host = new DockerHost("apps", {
    kind: "libvirt",
    hypervisor: bench,
    ...settings.requireObject<Omit<LibvirtHost, "kind" | "hypervisor">>("args"),
  });
  new EnvironmentNetwork("network", { host, subnet: "172.28.90.0/24" });
}
