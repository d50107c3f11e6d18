import { asking, the } from "./template";

/** By this another home sees that a monitor is at work and can tell. The server of the page takes it back where the page is old. */
const named = (state: string) => `<meta name="homeport-monitor" content="${state}">`;
export const worksMark = named("works");
export const silentWorks = named("silent");

const works =
  'min(up{job="alertmanager"}) == 1 unless on () sum(increase(alertmanager_notifications_failed_total[10m])) > 0';

/** The mark, as a template of Prometheus. */
export const worksTemplate = the(asking(works), worksMark, named("fails"));
