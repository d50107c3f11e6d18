import { notSent } from "../rule";
import type { Watched } from "../watched";
import { asking, the } from "./template";

/** By this another home sees that a monitor is at work and can tell. The server of the page takes it back where the page is old. */
const named = (state: string) => `<meta name="homeport-monitor" content="${state}">`;
export const worksMark = named("works");
export const silentWorks = named("silent");

const works = (everySeconds: number): string =>
  `min(up{job="alertmanager"}) == 1 unless on () ${notSent(everySeconds)}`;

/** The mark, as a template of Prometheus. */
export const worksTemplate = ({ everySeconds }: Watched): string =>
  the(asking(works(everySeconds)), worksMark, named("fails"));
