import { configDirectory } from "../layout";
import { requestFunction } from "../request";

/** A page that a monitor makes. */
export interface MadePage {
  /** The page's name in the program. */
  readonly name: string;
  /** Whether a feed is beside it. */
  readonly feed: boolean;
}

/** Where Prometheus has the volume of a page. */
export const pageMount = (name: string): string => `/pages/${name}`;

/** Names of a page's files among those of Prometheus. */
export const templateFile = (name: string): string => `${name}.html`;
export const feedSource = (name: string): string => `${name}.atom`;

/** How Prometheus is told where templates are. */
export const templatesOption = `--web.console.templates=${configDirectory}`;

/**
 * Shell that has Prometheus make its pages again and again, beside it. Who looks at a page asks Prometheus nothing.
 * @param feedFile the feed's name beside the page
 */
export const makeLoop = (pages: readonly MadePage[], feedFile: string, everySeconds: number): string =>
  pages.length === 0
    ? ""
    : `${requestFunction("ask", "prometheus")}
# What is not a whole page is none: the one before stays, until it is told to be old.
page() {
  ask "/consoles/$1.html" | tr -d '\\r' | {
    read -r _ status _
    [ "$status" = 200 ] || exit 0
    sed '1,/^$/d' > "$2/.next"
    [ "$(tail -n 1 "$2/.next")" = '</html>' ] && mv "$2/.next" "$2/index.html"
  }
}
while :; do
${pages
  .flatMap(({ name, feed }) => [
    `  page ${name} ${pageMount(name)}`,
    ...(feed
      ? [
          `  cat ${configDirectory}/${feedSource(name)} > ${pageMount(name)}/.feed && mv ${pageMount(name)}/.feed ${pageMount(name)}/${feedFile}`,
        ]
      : []),
  ])
  .join("\n")}
  if [ -f ${pageMount(pages[0]?.name ?? "")}/index.html ]; then sleep ${everySeconds}; else sleep 2; fi
done &
`;
