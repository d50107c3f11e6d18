import { Failure } from "../../shared/failure";
import { shownSpot } from "../notes";
import { entriesOf, type Mapping, member, type Tree } from "../read/tree";

/** Keys below a service's own, by where they stand; a star is any name, brackets are each item of a list. */
const inside: Readonly<Record<string, readonly string[]>> = {
  blkio_config: [
    "device_read_bps",
    "device_read_iops",
    "device_write_bps",
    "device_write_iops",
    "weight",
    "weight_device",
  ],
  build: [
    "context",
    "dockerfile",
    "dockerfile_inline",
    "entitlements",
    "args",
    "ssh",
    "labels",
    "cache_from",
    "cache_to",
    "no_cache",
    "additional_contexts",
    "network",
    "provenance",
    "sbom",
    "pull",
    "target",
    "shm_size",
    "extra_hosts",
    "isolation",
    "privileged",
    "secrets",
    "tags",
    "ulimits",
    "platforms",
  ],
  "configs[]": ["source", "target", "uid", "gid", "mode"],
  credential_spec: ["config", "file", "registry"],
  "depends_on.*": ["condition", "restart", "required"],
  deploy: [
    "mode",
    "endpoint_mode",
    "replicas",
    "labels",
    "rollback_config",
    "update_config",
    "resources",
    "restart_policy",
    "placement",
  ],
  "deploy.resources": ["limits", "reservations"],
  "deploy.resources.limits": ["cpus", "memory", "pids"],
  "deploy.resources.reservations": ["cpus", "memory", "generic_resources", "devices"],
  "deploy.restart_policy": ["condition", "delay", "max_attempts", "window"],
  "env_file[]": ["path", "format", "required"],
  extends: ["service", "file"],
  healthcheck: ["disable", "interval", "retries", "test", "timeout", "start_period", "start_interval"],
  logging: ["driver", "options"],
  "networks.*": [
    "aliases",
    "interface_name",
    "ipv4_address",
    "ipv6_address",
    "link_local_ips",
    "mac_address",
    "driver_opts",
    "priority",
    "gw_priority",
  ],
  "ports[]": ["name", "mode", "host_ip", "target", "published", "protocol", "app_protocol"],
  "secrets[]": ["source", "target", "uid", "gid", "mode"],
  "ulimits.*": ["hard", "soft"],
  "volumes[]": [
    "type",
    "source",
    "target",
    "read_only",
    "consistency",
    "bind",
    "volume",
    "tmpfs",
    "image",
    "options",
  ],
  "volumes[].bind": ["propagation", "create_host_path", "recursive", "selinux"],
  "volumes[].volume": ["labels", "nocopy", "subpath"],
  "volumes[].tmpfs": ["size", "mode"],
};

/** Keys of what is beside the services, by section. */
const sections: Readonly<Record<string, readonly string[]>> = {
  networks: [
    "name",
    "driver",
    "driver_opts",
    "ipam",
    "external",
    "internal",
    "enable_ipv4",
    "enable_ipv6",
    "attachable",
    "labels",
  ],
  volumes: ["name", "driver", "driver_opts", "external", "labels"],
  secrets: ["name", "environment", "file", "external", "labels", "driver", "driver_opts", "template_driver"],
  configs: ["name", "content", "environment", "file", "external", "labels", "template_driver"],
};

/** @throws Failure where a mapping has a key that Compose does not have there. */
export function checkKeys(tree: Tree, where: string, known: readonly string[]): void {
  for (const [key, { at }] of entriesOf(tree))
    if (!known.includes(key) && !key.startsWith("x-"))
      throw new Failure(
        `${shownSpot(at)}: Compose has no key ${key} in ${where}; expected: ${known.join(", ")}, or one that begins with x-`,
      );
}

/** Checks a whole file, but for the keys of services themselves. */
export function checkNested(file: Mapping): void {
  for (const [name, { value }] of entriesOf(member(file, "services")))
    for (const [path, known] of Object.entries(inside))
      for (const found of at(value, path.split("."))) checkKeys(found, `services.${name}.${path}`, known);
  for (const [section, known] of Object.entries(sections))
    for (const [name, { value }] of entriesOf(member(file, section)))
      checkKeys(value, `${section}.${name}`, known);
}

function at(tree: Tree, [part, ...rest]: readonly string[]): readonly Tree[] {
  if (part === undefined) return [tree];
  if (part === "*") return entriesOf(tree).flatMap(([, { value }]) => at(value, rest));
  const found = member(tree, part.replace("[]", ""));
  if (found === undefined) return [];
  const items = !part.endsWith("[]") ? [found] : found.kind === "list" ? found.items : [found];
  return items.flatMap((item) => at(item, rest));
}
