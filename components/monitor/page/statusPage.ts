import { document } from "./document";
import { anchorOf, feedFile, type Incident } from "./incidents";
import { askedOnce } from "./past";
import { legend, openly, type ShownService, together } from "./services";
import { text } from "./template";

/** What a status page says beside figures. */
export interface StatusWords {
  readonly title: string;
  readonly incidents: readonly Incident[];
}

const when = (moment: string) =>
  `<time datetime="${moment}">${moment.slice(0, 16).replace("T", " ")} UTC</time>`;

const incident = (one: Incident): string => {
  const { title, begun, over, about, text: words } = one;
  return `<article id="${anchorOf(one)}"><h3>${text(title)}</h3>
<p class="soft">${when(begun)}${over === undefined ? ", not over yet" : ` to ${when(over)}`}${about.length > 0 ? `; ${text(about.join(", "))}` : ""}</p>
${words
  .split(/\n\s*\n/)
  .map((one) => `<p>${text(one.trim())}</p>`)
  .join("\n")}</article>`;
};

/** Renders the page for everybody, as a template of Prometheus. Nothing is on it but what is named for it. */
export const renderStatusPage = (
  { title, incidents }: StatusWords,
  services: readonly ShownService[],
): string =>
  document({
    title: text(title),
    head: `<link rel="alternate" type="application/atom+xml" href="${feedFile}" title="${text(title)}">\n`,
    body: `<p><strong>${together(services)}</strong></p>
<h2>Services</h2>
${legend}
${askedOnce(services)}${services.map(openly).join("\n")}
<h2>Incidents</h2>
${incidents.length === 0 ? "<p>None has been written down.</p>" : incidents.map(incident).join("\n")}
<p class="soft"><a href="${feedFile}">Incidents as a feed</a></p>`,
  });
