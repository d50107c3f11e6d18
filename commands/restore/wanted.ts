import { npx } from "../../components/shared/npx";
import { Failure } from "../shared/failure";

/**
 * Reads whose data are meant: `wiki`, or `wiki/files`.
 * @throws Failure where it says more than that.
 */
export function readWanted(wanted: string): { readonly service: string; readonly volume?: string } {
  const [service = "", volume, ...path] = wanted.split("/");
  if (path.length > 0)
    throw new Failure(
      `${wanted}: a service, or a service and one of its volumes; what is in a volume is brought by: ${npx(`homeport restore ${service}/${volume} --path ${path.join("/")} --to FILE`)}`,
    );
  return volume === undefined ? { service } : { service, volume };
}
