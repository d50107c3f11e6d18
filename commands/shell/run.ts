import { spawn } from "node:child_process";
import { npx } from "../../components/shared/npx";
import { type FoundContainer, findUnit, inWords } from "../find/unit";
import { answerOn, type Call, callOn, type Unanswered } from "../shared/engineCall";
import { containerFormat, parseContainers } from "../shared/engineContainer";
import { type ExitCode, exitCodes, Failure } from "../shared/failure";
import { pulumiIn } from "../shared/pulumi";
import type { Surroundings, Variables } from "../shared/surroundings";

/** What the command is asked for. */
interface Options {
  readonly service: string;
  readonly stack?: string;
  readonly container?: string;
}

/** How long an engine may take to say what a container does, in seconds. */
const patience = 15;

const theShell = [
  "sh",
  "-c",
  "if command -v bash >/dev/null 2>&1; then exec bash; else exec sh; fi",
] as const;

/** Opens a shell in a container. */
export async function run(
  { service, stack, container }: Options,
  { variables, err, terminal }: Surroundings,
): Promise<ExitCode> {
  terminal.progress(`looking for ${service} …`);
  const { containers, stack: found } = await findUnit(service, stack, pulumiIn(variables));
  const one =
    container === undefined
      ? await firstWell(service, alike(service, containers), variables, found)
      : named(container, containers);
  await checkShell(one, variables);
  terminal.progress();
  const isTerminal = process.stdin.isTTY === true;
  if (isTerminal) err(`${one.name} on host ${one.host}\n`);
  const exec = ["docker", "exec", isTerminal ? "-it" : "-i", one.id, ...theShell] as const;
  const status = await ended(callOn(one.engine, exec, variables, isTerminal));
  // How the last command of a person ended is the person's affair.
  return isTerminal || status === 0 ? exitCodes.done : exitCodes.amiss;
}

function named(name: string, containers: readonly FoundContainer[]): FoundContainer {
  const found = containers.find((one) => one.name === name || one.resource === name);
  if (found) return found;
  const names = containers.map(({ resource }) => resource).join(", ");
  throw new Failure(`--container: ${JSON.stringify(name)} is none of the service; there are: ${names}`);
}

/** An application's containers are different programs, and which one is meant, only a person knows. A job has ended. */
function alike(service: string, all: readonly FoundContainer[]): readonly FoundContainer[] {
  const [first, ...others] = new Set(all.filter(({ role }) => role !== "job").map(({ unit }) => unit));
  if (others.length > 0)
    throw new Failure(
      `${service} is several containers, ${[first, ...others].join(", ")}; say which; example: ${npx(`homeport shell ${first}`)}`,
    );
  return first === undefined ? all : all.filter(({ unit }) => unit === first);
}

async function firstWell(
  service: string,
  containers: readonly FoundContainer[],
  variables: Variables,
  stack: string,
): Promise<FoundContainer> {
  const looked = await Promise.all(
    containers.map(async (one) => ({ one, why: await unwell(one, variables) })),
  );
  // In its first minute the engine has not asked it yet: it runs.
  const runs = looked.find(({ why }) => why === undefined) ?? looked.find(({ why }) => why === "starting");
  if (runs) return runs.one;
  const plights = looked.map(({ one, why }) => `\n  ${one.name} (host ${one.host}): ${why}`).join("");
  throw new Failure(
    `no container of ${service} is well:${plights}\n${npx(`homeport logs ${service} --stack ${stack}`)} says more; --container NAME takes one that runs all the same`,
  );
}

/** @returns what keeps a container from being well, or undefined. */
async function unwell({ id, engine }: FoundContainer, variables: Variables): Promise<string | undefined> {
  const command = ["docker", "container", "inspect", "--format", containerFormat, id] as const;
  try {
    const [there] = parseContainers(await answerOn(engine, command, variables, patience));
    if (there?.state !== "running") return there?.state ?? "gone";
    return there.health === undefined || there.health === "healthy" ? undefined : there.health;
  } catch (error) {
    return inWords((error as Error).message);
  }
}

/** Some images have nothing but their program. */
async function checkShell({ id, name, host, engine }: FoundContainer, variables: Variables): Promise<void> {
  try {
    await answerOn(engine, ["docker", "exec", id, "sh", "-c", ":"], variables, patience);
  } catch (error) {
    const { message, stdout } = error as Unanswered;
    // By some versions of Docker it is told on the one stream, by others on the other.
    if (/executable file not found|no such file or directory/i.test(message + stdout))
      throw new Failure(`${name} (host ${host}): its image has no shell`);
    throw new Failure(`${name} (host ${host}): ${inWords(message)}`);
  }
}

const ended = ({ program, words, variables: env, folder: cwd }: Call): Promise<number | null> =>
  new Promise((resolve, reject) => {
    // What is typed is for the shell, Ctrl-C too.
    const ignore = () => {};
    process.on("SIGINT", ignore);
    const child = spawn(program, words, { cwd, env, stdio: "inherit" });
    child.on("error", reject);
    child.on("close", (status) => {
      process.off("SIGINT", ignore);
      resolve(status);
    });
  });
