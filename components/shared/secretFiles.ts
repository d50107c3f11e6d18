import { quote } from "./shell";

/** Shell: writes a file whole or not at all. */
export const putFunction = `put() { cat > "$1.new" && sync "$1.new" && mv "$1.new" "$1"; }`;

/**
 * Shell that writes secrets, each into a file of its own, after `umask 077`. One that is not named any more has no
 * business on the host.
 */
export const secretFiles = (
  directory: string,
  secrets: Readonly<Record<string, string>>,
): string => `mkdir -p ${directory}
for kept in ${directory}/*; do
  case " ${Object.keys(secrets).join(" ")} " in *" \${kept##*/} "*) ;; *) rm -f "$kept" ;; esac
done
${Object.entries(secrets)
  .map(([name, value]) => `printf %s ${quote(value)} | put ${directory}/${name}`)
  .join("\n")}`;
