import { ifKnown } from "../../survey/known";
import { perProgram } from "../../survey/perProgram";
import type { OtherHost } from "../../survey/wantedVolume";
import type { DockerHost } from "./component";

const hosts = perProgram((): DockerHost[] => []);

/** Notes a host of the program. */
export const enrol = (host: DockerHost): void => void hosts().push(host);

/** What is known of the program's hosts beside one; those that do not answer are left out. */
export async function hostsBeside(host: DockerHost): Promise<OtherHost[]> {
  const others = hosts().filter((one) => one !== host);
  const told = others.map(async ({ hostName, survey }) => ({
    name: hostName,
    survey: await ifKnown(survey),
  }));
  return (await Promise.all(told)).flatMap(({ name, survey }) => (survey ? [{ name, survey }] : []));
}
