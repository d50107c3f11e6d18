const { shownLabels } = require("./labels.js");

/** @typedef {import("./types").DoorConfig} DoorConfig */
/** @typedef {import("./types").Listed} Listed */
/** @typedef {import("./types").Inspected} Inspected */
/** @typedef {import("./types").Labels} Labels */
/** @typedef {Pick<DoorConfig, "environment" | "network" | "told">} Shown */

/** What a router needs is said anew, and nothing else of an answer: no environment, command, mount or image. */

/** A container that is not there. */
const toldId = "0".repeat(64);

/**
 * Whether something else than the program has made a container for this environment.
 * @param {Labels | null | undefined} labels
 * @param {Readonly<Record<string, unknown>>} networks
 * @param {Shown} config
 */
const isDiscovered = (labels, networks, { environment, network }) =>
  labels?.["homeport.environment"] === environment &&
  labels["homeport.component"] === undefined &&
  networks[network] !== undefined;

/**
 * @param {readonly Listed[]} containers
 * @param {Shown} config
 */
const shownList = (containers, config) => [
  { Id: toldId, Names: ["/homeport-told"], State: "running" },
  ...containers
    .filter((one) => isDiscovered(one.Labels, one.NetworkSettings.Networks, config))
    .map(({ Id, Names, State }) => ({ Id, Names, State })),
];

/**
 * @param {Inspected} container
 * @param {Shown} config
 * @returns {object | undefined} nothing of a container that is not this environment's
 */
function shownContainer({ Id, Name, State, Config, NetworkSettings }, config) {
  const { Ports, Networks } = NetworkSettings;
  const own = Networks[config.network];
  if (!own || !isDiscovered(Config.Labels, Networks, config)) return undefined;
  const { Status, Running, Health } = State;
  return {
    Id,
    Name,
    State: { Status, Running, ...(Health ? { Health: { Status: Health.Status } } : {}) },
    HostConfig: { NetworkMode: config.network },
    Config: { Labels: shownLabels(Config.Labels ?? {}) },
    NetworkSettings: {
      Ports: Object.fromEntries(Object.keys(Ports ?? {}).map((port) => [port, null])),
      Networks: { [config.network]: { IPAddress: own.IPAddress, GlobalIPv6Address: own.GlobalIPv6Address } },
    },
  };
}

/**
 * The container that is not there: a router that has its route has those of all others.
 * @param {Shown} config
 */
const toldContainer = ({ environment, network, told }) => ({
  Id: toldId,
  Name: "/homeport-told",
  State: { Status: "running", Running: true },
  HostConfig: { NetworkMode: network },
  Config: { Labels: { ...told, "homeport.environment": environment } },
  NetworkSettings: { Ports: { "1/tcp": null }, Networks: { [network]: { IPAddress: "127.0.0.1" } } },
});

/** @param {Readonly<Record<string, unknown>>} version */
const shownVersion = ({ Version, ApiVersion, MinAPIVersion, Os, Arch }) => ({
  Version,
  ApiVersion,
  MinAPIVersion,
  Os,
  Arch,
});

/**
 * @param {string} line of the engine's, one event
 * @returns {object}
 */
function shownEvent(line) {
  const { Type, Action, Actor, scope, time, timeNano } = JSON.parse(line);
  return {
    status: Action,
    id: Actor.ID,
    Type,
    Action,
    Actor: { ID: Actor.ID, Attributes: {} },
    scope,
    time,
    timeNano,
  };
}

module.exports = { shownContainer, shownEvent, shownList, shownVersion, toldContainer, toldId };
