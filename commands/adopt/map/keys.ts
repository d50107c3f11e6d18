import { npx } from "../../../components/shared/npx";
import { environment, environmentFiles } from "./environment";
import { healthcheck } from "./health";
import { readLabels } from "./labels";
import { cpus, deploy, memoryLimit, memoryReservation, processes, replicas } from "./limits";
import { tmpfs, volumes } from "./mounts";
import { networkMode, networks } from "./networks";
import { expose, ports } from "./ports";
import {
  build,
  command,
  containerName,
  dependencies,
  entrypoint,
  type Handler,
  hostname,
  hosts,
  image,
  links,
  restart,
} from "./process";
import { contents } from "./secretFiles";
import { devices, logging, securityOptions } from "./surroundings";
import { groups, list, pairs, seconds, size, text, ulimits, yesOrNo } from "./values";

/** It is not needed, and why. */
const leftOut =
  (why: string): Handler =>
  ({ at }, { draft, note }, key) =>
    note("leftOut", at, `${draft.service.name}: ${key}: ${why}`);

/** It is not there, and what it did was for something. */
const lost =
  (why: string): Handler =>
  ({ at }, { draft, note }, key) =>
    note("lost", at, `${draft.service.name}: ${key}: ${why}`);

/** Only a person knows whether it is missed. */
const decide =
  (why: string): Handler =>
  ({ at }, { draft, note }, key) =>
    note("decide", at, `${draft.service.name}: ${key}: ${why}`);

/** It was read before, or is read with another key. */
const elsewhere: Handler = () => {};

const share = "processors are shared out evenly; `limits` says how many one has at most";
const realtime = "realtime time is not given out here";
const apart = "each container has its own here";

/** Another value than the engine's default. */
const unlessDefault =
  (handler: Handler, ...usual: readonly string[]): Handler =>
  (entry, context, key) => {
    const { value } = entry;
    const given = value.kind === "scalar" ? value.text : "";
    if (!usual.includes(given)) handler(entry, context, key);
  };

/**
 * Every key of a service in Compose's schema, in the order of the alphabet, and what becomes of it. A key that is not
 * here is none of Compose's.
 */
export const serviceKeys: Readonly<Record<string, Handler>> = {
  annotations: leftOut("nothing here reads them"),
  attach: leftOut(`\`${npx("homeport logs")}\` shows what a container writes`),
  blkio_config: leftOut("disks are shared out evenly"),
  build,
  cap_add: elsewhere,
  cap_drop: elsewhere,
  cgroup: unlessDefault(lost(apart), "private"),
  cgroup_parent: leftOut("limits are the container's own"),
  command,
  configs: contents("configs"),
  container_name: containerName,
  cpu_count: leftOut("only Windows reads it"),
  cpu_percent: leftOut("only Windows reads it"),
  cpu_period: decide(share),
  cpu_quota: decide(share),
  cpu_rt_period: lost(realtime),
  cpu_rt_runtime: lost(realtime),
  cpu_shares: leftOut(share),
  cpus,
  cpuset: decide(share),
  credential_spec: lost("only Windows reads it"),
  depends_on: dependencies,
  deploy,
  develop: leftOut("it is for whoever changes the application"),
  device_cgroup_rules: lost("devices are given by their paths alone"),
  devices,
  dns: list("dns"),
  dns_opt: decide("the engine's own holds"),
  dns_search: decide("names are asked for in full"),
  domainname: decide("a hostname has no domain here"),
  entrypoint,
  env_file: environmentFiles,
  environment,
  expose,
  extends: elsewhere,
  external_links: lost("containers of other projects are not on the application's network"),
  extra_hosts: hosts,
  gpus: lost("a graphics card is given by the path of its device alone"),
  group_add: groups,
  healthcheck,
  hostname,
  image,
  init: yesOrNo("init"),
  ipc: unlessDefault(lost(apart), "private", "shareable"),
  isolation: unlessDefault(lost("only Windows reads it"), "default"),
  label_file: decide("labels of a file are not read; put those for Traefik into the Compose file for this"),
  labels: readLabels,
  links,
  logging,
  mac_address: decide("the engine gives addresses"),
  mem_limit: memoryLimit,
  mem_reservation: memoryReservation,
  mem_swappiness: leftOut("a container has no swap on top of its memory"),
  memswap_limit: leftOut("a container has no swap on top of its memory"),
  models: lost("nothing here runs models"),
  network_mode: networkMode,
  networks,
  oom_kill_disable: leftOut("a container that wants more memory than it may have is ended, and starts again"),
  oom_score_adj: leftOut("what is ended first when the host has no memory is the kernel's choice"),
  pid: lost(apart),
  pids_limit: processes,
  platform: decide("images are those of the host's own kind; other ones do not start"),
  ports,
  post_start: lost("nothing is run in a container that has started; a job can be run before"),
  pre_stop: lost("nothing is run in a container that is to end; `stopSignal` tells it"),
  privileged: unlessDefault(
    lost("whoever is in such a container has the host; `capabilities` and `devices` give a part of it"),
    "false",
    "no",
  ),
  profiles: elsewhere,
  provider: lost("what is made by another program is not taken in"),
  pull_policy: leftOut("an image is pulled when another one is named"),
  pull_refresh_after: leftOut("an image is pulled when another one is named"),
  read_only: yesOrNo("readOnly"),
  restart,
  runtime: unlessDefault(lost("every container has the engine's own runtime"), "runc"),
  scale: replicas,
  secrets: contents("secrets"),
  security_opt: securityOptions,
  shm_size: size("sharedMemory"),
  stdin_open: leftOut(`nobody types into a service; \`${npx("homeport shell")}\` does`),
  stop_grace_period: seconds("stopSeconds"),
  stop_signal: text("stopSignal"),
  storage_opt: leftOut("the engine's own holds"),
  sysctls: pairs("sysctls"),
  tmpfs,
  tty: leftOut(`nobody types into a service; \`${npx("homeport shell")}\` does`),
  ulimits,
  use_api_socket: lost("the engine's socket is given to nobody"),
  user: text("user"),
  userns_mode: unlessDefault(lost("every container has the engine's own users"), "host"),
  uts: lost(apart),
  volumes,
  volumes_from: elsewhere,
  working_dir: text("workingDirectory"),
};

/** Keys that Compose had before it wrote down what it reads. */
export const formerKeys: Readonly<Record<string, Handler>> = {
  dockerfile: elsewhere,
  log_driver: leftOut("three files of 10 MB are kept of each container"),
  log_opt: leftOut("three files of 10 MB are kept of each container"),
  net: networkMode,
  volume_driver: decide("a volume is the engine's own, or one that is there already"),
};
