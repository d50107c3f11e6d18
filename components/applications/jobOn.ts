import type { local } from "@pulumi/command";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { renderEnvironment, variablesFrom } from "../containers/environment";
import { containerInputs } from "../containers/inputs";
import { hostCommand } from "../hosts/dockerHost/hostCommand";
import { startedLater } from "../hosts/exchange/command";
import { applicationLabel } from "../services/part";
import { hiddenVariable } from "../shared/inside";
import type { ApplicationContainer, ApplicationJob } from "./args";
import { jobCommand } from "./job";
import { mountedOf } from "./places";
import { componentOf, resourceNameOf, type Scope } from "./scope";

const seconds = 600;

/** The label of a container that ends by itself, and has done its work then. */
const jobLabel = "homeport.job";

/** Makes a container for a job, and the command that has it done. */
export function doJob(
  scope: Scope,
  key: string,
  job: ApplicationJob,
  like: ApplicationContainer,
  after: readonly pulumi.Resource[],
): local.Command {
  const { application, router, parent } = scope;
  const { network } = router;
  const name = resourceNameOf(scope, key);
  const args = asJob(job, like);
  const { inputs, options, hidden } = containerInputs(
    {
      network,
      path: `${application}.jobs.${key}`,
      name,
      component: componentOf(scope, key),
      options: () => ({ parent }),
    },
    args,
    mountedOf(like, scope.places),
  );
  const labels = network.labels(componentOf(scope, key), {
    [applicationLabel]: application,
    [jobLabel]: key,
  });
  const container = new docker.Container(
    name,
    {
      ...inputs,
      ...startedLater,
      restart: "no",
      networksAdvanced: [{ name: scope.network }],
      labels,
    },
    { parent, ...network.host.options, ...options, deleteBeforeReplace: false },
  );
  return hostCommand(
    `${name}-done`,
    network.host,
    {
      run: pulumi.all([scope.mayStart, network.host.image(args.image)]).apply(([mayStart, image]) =>
        jobCommand({
          labels: Object.fromEntries(labels.map(({ label, value }) => [label, value])),
          name: componentOf(scope, key),
          what: [image, ...(args.entrypoint ?? []), ...(args.command ?? [])],
          seconds: job.seconds ?? seconds,
          mayStart,
        }),
      ),
      // Nobody reads it: with another one, the job is done again.
      stdin: pulumi.all(renderEnvironment(variablesFrom(args))).apply((lines) => lines.join("\n")),
      environment: { [hiddenVariable]: hidden },
    },
    { parent, dependsOn: [container, ...after] },
  );
}

/** It has no health that anyone waits for, and no name: there are several of one hostname else. */
const asJob = (
  { command, entrypoint, environment }: ApplicationJob,
  { hostname: _, ...like }: ApplicationContainer,
): ApplicationContainer => ({
  ...like,
  command,
  entrypoint: entrypoint ?? like.entrypoint,
  environment: { ...like.environment, ...environment },
});
