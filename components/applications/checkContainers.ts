import { containerProblems } from "../containers/crossChecks";
import { udpProblems } from "../services/udp";
import { shown } from "../shared/expecting";
import type { Problem } from "../shared/problems";
import type { ApplicationArgs, ApplicationContainer } from "./args";
import { webProblems } from "./checkWeb";

/** What is wrong between arguments of single containers. */
export const membersProblems = ({ containers, router }: ApplicationArgs): Problem[] =>
  Object.entries(containers).flatMap(([name, container]) =>
    [
      ...containerProblems(container, { argument: "mounts", given: container.mounts }, []),
      ...oneName(container),
      ...webProblems(container),
      ...udpProblems(container, [router.network]),
    ].map(({ path, message }) => ({ path: ["containers", name, ...path], message })),
  );

/** Whoever names its data after itself would write over the data of the other. */
const oneName = ({ hostname, replicas = 1 }: ApplicationContainer): Problem[] =>
  hostname !== undefined && replicas > 1
    ? [
        {
          path: ["hostname"],
          message: `${shown(hostname)} would be the name of ${replicas} containers; leave it out, or keep 1`,
        },
      ]
    : [];
