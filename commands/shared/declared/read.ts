import { type Deployment, enginesOf, nameOf } from "../state";
import { types } from "../types";
import { containerOf, hostName, labelsOf } from "./containers";
import type { Declared } from "./facts";
import { backupsOf, monitorOf, rehearsalsOf, volumeOf } from "./owned";
import { addressesOf, doorOf, memberName, servedBy, udpOf } from "./serves";

/** Reads a state, of which only what is named here is ever looked at. */
export function declaredIn({ resources = [], pending_operations: pending }: Deployment): Declared {
  const engines = enginesOf(resources);
  const staying = resources.filter(({ delete: goes }) => !goes);
  const all = (type: string) => staying.filter((one) => one.type === type);
  const services = new Map(all(types.service).map((one) => [nameOf(one.urn), one]));
  const owners = [...all(types.application), ...all(types.database)];
  return {
    hosts: [...engines].map(([urn, engine]) => ({
      ...{ name: hostName(urn), engine },
      urn: resources.find((one) => one.urn === urn)?.parent ?? urn,
    })),
    containers: all(types.container).map(containerOf),
    former: resources.filter(({ type, delete: goes }) => goes && type === types.container).map(containerOf),
    volumes: all(types.volume).flatMap((one) =>
      volumeOf(one, new Map([...services, ...owners.map((one) => [nameOf(one.urn), one] as const)])),
    ),
    backups: all(types.backups).map(backupsOf),
    monitors: all(types.monitor).map(monitorOf),
    rehearsals: Object.fromEntries(owners.flatMap(rehearsalsOf)),
    networks: all(types.network).map(({ outputs }) => String(outputs?.name)),
    serves: Object.fromEntries([
      ...[...services].map(([name, { outputs }]) => [name, servedBy(outputs)]),
      ...all(types.member).map((one) => [memberName(one), servedBy(one.outputs)]),
      ...all(types.farm).map(({ urn, outputs }) => [nameOf(urn), addressesOf(outputs)]),
      ...all(types.port).map(({ urn, outputs }) => [
        nameOf(urn),
        outputs?.address === undefined ? [] : [String(outputs.address)],
      ]),
    ]),
    routed: [
      ...services.keys(),
      ...all(types.member)
        .filter(({ outputs }) => outputs?.domains !== undefined)
        .map(memberName),
    ],
    ports: [...all(types.port).flatMap(doorOf), ...all(types.container).flatMap(udpOf)],
    environments: [
      ...new Set(all(types.container).flatMap((one) => labelsOf(one)["homeport.environment"] ?? [])),
    ].sort(),
    going: resources.filter(({ delete: goes }) => goes).map(({ outputs }) => String(outputs?.name)),
    // Null where there are none.
    pending: (pending ?? []).map(
      ({ type, resource }) =>
        `${type} ${resource.type.slice(resource.type.lastIndexOf(":") + 1)} ${nameOf(resource.urn)}`,
    ),
  };
}
