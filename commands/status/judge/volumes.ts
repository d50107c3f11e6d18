import type { EnvironmentFacts } from "../facts";
import type { Finding } from "./finding";

/** Data that is gone. */
export const judgeVolumes = ({ volumes }: EnvironmentFacts): Finding[] =>
  volumes
    .filter(({ there }) => there === "missing")
    .map(({ service, volume, name, host }) => ({
      weight: "wrong",
      about: service,
      what: `the volume "${volume}" (${name}) is gone from host ${host}`,
    }));
