import { shown } from "../shared/expecting";
import type { Problem } from "../shared/problems";
import type { ServicePort } from "./servicePort";

/** What is said of asking for a password, where nobody is asked, or not there. */
export function nobodyToAsk(
  way: Pick<ServicePort, "users" | "usersExcept" | "askPreflights" | "pathPrefix">,
): Problem[] {
  const { users, usersExcept = [], askPreflights, pathPrefix } = way;
  if (!users)
    return [
      ...(way.usersExcept ? [{ path: ["usersExcept"], message: `${shown(usersExcept)}: ${nobody}` }] : []),
      ...(askPreflights ? [{ path: ["askPreflights"], message: `true: ${nobody}` }] : []),
    ];
  return usersExcept.flatMap((path, at) =>
    pathPrefix === undefined || path === pathPrefix || path.startsWith(`${pathPrefix}/`)
      ? []
      : [
          {
            path: ["usersExcept", at],
            message: `${shown(path)} is not below the pathPrefix ${pathPrefix}; write it as a visitor sends it; example: ${pathPrefix}${path}`,
          },
        ],
  );
}

const nobody = "there are no users, and nobody is asked; name users, or leave it out";
