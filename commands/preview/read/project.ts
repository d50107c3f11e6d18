import { readdirSync } from "node:fs";
import { projectName } from "../../../components/settings/files";
import { npx } from "../../../components/shared/npx";
import { Failure } from "../../shared/failure";
import type { Digest } from "./digest";

/**
 * In the folder of a project, previews are of that project.
 * @throws Failure where one is of another.
 */
export function checkProject(
  folder: string,
  files: readonly string[],
  digests: readonly Pick<Digest, "project">[],
): void {
  if (!readdirSync(folder).some((file) => /^Pulumi\.ya?ml$/.test(file))) return;
  const own = projectName(folder);
  const at = digests.findIndex(({ project }) => project !== own);
  if (at >= 0)
    throw new Failure(
      `${files[at]}: a preview of project ${digests[at]?.project}, and this folder has project ${own}; example: ${npx("pulumi preview --stack prod --json > prod.json")}`,
    );
}
