import { npx } from "../../../components/shared/npx";
import type { EnvironmentFacts } from "../facts/home";
import type { Finding } from "./finding";

/** Data that is gone: how it comes back depends on where it went, which a preview tells. */
export const judgeVolumes = ({ stack, volumes }: EnvironmentFacts): Finding[] =>
  volumes
    .filter(({ there }) => there === "missing")
    .map(({ service, volume, name, host }) => ({
      weight: "wrong",
      about: service,
      what: `the volume "${volume}" (${name}) is gone from host ${host}`,
      next: [npx(`pulumi preview --stack ${stack}`)],
    }));
