import { renderMonitorPage } from "../../../components/monitor/page/monitorPage";
import type { ShownService } from "../../../components/monitor/page/services";
import type { StatusWords } from "../../../components/monitor/page/statusPage";
import { watched } from "./watched";

/** What pages are made of in tests. */

export const shown: ShownService[] = [
  { name: "blog", title: "Our blog", asked: true },
  { name: "closed", title: "Games & more", asked: false },
];

export const words: StatusWords = {
  title: "Is it up?",
  incidents: [
    { title: "Slow since the {{ move }}", begun: "2026-11-21T07:00:00Z", about: [], text: "We look at it." },
    {
      title: "The blog was <away>",
      begun: "2026-11-20T08:15:00Z",
      over: "2026-11-20T09:40:00Z",
      about: ["Our blog"],
      text: "A disk was full.\n\nIt is larger now, & all is well.",
    },
  ],
};

export const pageOfEverything = renderMonitorPage(watched, shown);
