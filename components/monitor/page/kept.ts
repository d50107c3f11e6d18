import { asking, each, labelOf, moment, span, the } from "./template";

/** Certificates, backups and the last rehearsal. */

const table = (caption: string, columns: readonly string[], rows: string) =>
  `<table><caption>${caption}</caption>
<thead><tr>${columns.map((one) => `<th scope="col">${one}</th>`).join("")}</tr></thead>
<tbody>${rows}</tbody></table>`;

const ends = "min by (domain) (homeport_certificate_expiry_timestamp_seconds)";

export const certificates = table(
  "When certificates end",
  ["Name", "Ends", "In"],
  each(
    asking(`sort(${ends})`),
    `<tr><td>${labelOf("domain")}${the(
      asking("homeport_certificate_problem{domain=%q} == 1", ".Labels.domain"),
      ' <span class="bad">(no usable one where it comes from)</span>',
    )}</td><td class="short">${moment("2006-01-02")}</td><td class="short">${the(
      asking(`(${ends.replace("seconds)", "seconds{domain=%q})")} - time()) / 86400`, ".Labels.domain"),
      '{{ printf "%.0f" .Value }} days',
    )}</td></tr>\n`,
  ),
);

const ages = table(
  "Newest backup of each volume",
  ["Service", "Volume", "Age"],
  each(
    asking("sort_desc(min by (service, volume) (homeport_backup_age_seconds))"),
    `<tr><td>${labelOf("service")}</td><td>${labelOf("volume")}</td><td class="short">${span}</td></tr>\n`,
    '<tr><td colspan="3"><span class="bad">There is none yet.</span></td></tr>',
  ),
);

const places = each(
  asking("homeport_backup_failures > 0"),
  // Places have numbers: the first is the repository, and copies come after it.
  `<p class="bad">{{ if eq .Labels.place "0" }}The repository{{ else }}Copy ${labelOf("place")}{{ end }}: {{ printf "%.0f" .Value }} runs in a row made no complete set.</p>`,
);

const rehearsal = `<p>${each(
  asking("homeport_rehearsed"),
  `Last rehearsal: {{ reReplaceAll "^(.{10})T(.{5}).*$" "$1 $2 UTC" .Labels.at }}, in ${labelOf("to")}; {{ if eq .Labels.ok "true" }}<span class="good">all held</span>{{ else }}<span class="bad">something did not hold</span>{{ end }}.`,
  "There was no rehearsal yet.",
)}</p>`;

export const backups = `${ages}\n${places}\n${rehearsal}`;
