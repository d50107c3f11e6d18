import { quote } from "../../shared/shell";
import { configPath } from "../haproxy/paths";
import { type ListLine, renderListLine } from "./list";
import { storeDirectory } from "./store";

/** HAProxy's second list: what a farm showed before its certificates came from elsewhere. */
export const formerList = `${storeDirectory("certificates")}/former`;

/** A name that may still be shown its former certificate, and how. */
export type FormerName = Omit<ListLine, "file" | "domains"> & { readonly domain: string };

/**
 * Renders shell that runs in the store, while the farm's former configuration is at work: of the certificates that
 * are shown by it, those of the names stay in use until each has a new one. A list that something else keeps is
 * left to that.
 */
export const renderFormer = (
  names: readonly FormerName[],
): string => `before=$(sed -nE 's/^ *bind .* crt-list ([^ ]*) strict-sni.*/\\1/p' ${configPath} 2>/dev/null || :)
former() {
  while read -r file names; do
    case " $names " in *" $1 "*) echo "$file $2"; break ;; esac
  done < "$before"
}
case $before in
  ${formerList}) ;;
  ${storeDirectory("certificates")}/*) { ${linesOf(names)}; } > former.new; mv former.new former ;;
  *) : > former ;;
esac
`;

/** A group of the shell is never empty. */
const linesOf = (names: readonly FormerName[]): string => names.map(lineOf).join("; ") || ":";

const lineOf = ({ domain, ...asked }: FormerName): string => {
  const rest = renderListLine({ file: "", domains: [domain], ...asked }).trim();
  return `former ${quote(domain)} ${quote(rest)}`;
};
