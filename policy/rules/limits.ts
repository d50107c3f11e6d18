import type { Container } from "../container";
import type { ContainerRule } from "../rule";

type Limit = "memory" | "processors" | "processes";

const lacking: Readonly<Record<Limit, (container: Container) => boolean>> = {
  memory: ({ memory }) => memory === undefined,
  processors: ({ processors }) => !processors,
  processes: ({ processes }) => !processes,
};

const examples: Readonly<Record<Limit, string>> = {
  memory: "memory: 256 (mebibytes)",
  processors: 'cpus: "1.0"',
  processes: 'ulimits: [{ name: "nproc", soft: 256, hard: 256 }]',
};

export const limits: ContainerRule<{ require: readonly Limit[] }> = {
  about: "container",
  name: "limits",
  description: "No container can take all of its host.",
  settings: {
    require: {
      type: "array",
      items: { type: "string", enum: ["memory", "processors", "processes"] },
      // The kernel counts processes per user of the whole host, which keeps services from being limited by default.
      default: ["memory", "processors"],
      description: "What has to be limited.",
    },
  },
  check: (container, { require }) =>
    require
      .filter((limit) => lacking[limit](container))
      .map((limit) => `${limit}: there is no limit; example: ${examples[limit]}`),
};
