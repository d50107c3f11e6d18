import { execFile } from "node:child_process";
import { dockerHub, type ImageSource } from "../../shared/image";
import type { KnownTarget } from "../machine/options";
import { bridged } from "./bridge";
import { type KnownLogin, withLogin } from "./login";

/** Where an engine is, as a program of this machine reaches it. */
export type EngineDoor = { readonly endpoint: string } | { readonly target: KnownTarget };

/**
 * Has an engine pull an image that it does not have. The `docker` command of this machine asks for it, which knows what
 * `docker login` has stored here, in whatever form; the engine gets it for this one pull.
 * @param login goes before what is stored
 * @returns why there is no image, in the words of the command; undefined where it is there
 */
export const pull = (image: string, door: EngineDoor, login?: KnownLogin): Promise<string | undefined> =>
  "target" in door
    ? bridged(door.target, (endpoint) => pullAt(image, endpoint, login))
    : pullAt(image, door.endpoint, login);

const pullAt = async (image: string, endpoint: string, login?: KnownLogin): Promise<string | undefined> =>
  (await run(endpoint, "image", "inspect", image)) === undefined
    ? undefined
    : withLogin(login, (words) => run(endpoint, ...words, "pull", "--quiet", image));

const run = (endpoint: string, ...words: string[]): Promise<string | undefined> =>
  new Promise((resolve) => {
    const env = { ...process.env, DOCKER_HOST: endpoint };
    execFile("docker", words, { env, maxBuffer: 2 ** 24 }, (error, _, stderr) =>
      resolve(error ? lastOf(stderr) || error.message : undefined),
    );
  });

const lastOf = (said: string): string => said.trim().split("\n").at(-1) ?? "";

const wantsLogin =
  /unauthorized|authentication required|no basic auth|denied|docker login|forbidden|incorrect username/i;

/** What a person is told of an image that could not be pulled. */
export function notPulled(
  host: string,
  image: string,
  { registry }: ImageSource,
  said: string,
  login?: KnownLogin,
): string {
  const words = `host ${host} could not pull the image ${image}: ${said.replace(/^Error response from daemon: /, "")}`;
  if (!wantsLogin.test(said)) return words;
  if (login)
    return `${words}\n  Its registry was asked as ${login.user}, as registries says for ${registry}: look at that user's password, and whether it may read the image.`;
  return `${words}\n  Its registry may want a login, or another one, on the machine that runs this program: docker login${registry === dockerHub ? "" : ` ${registry}`}`;
}
