/** The section by which a monitor has figures of another host, by the name of a router there. */
export const figuresSection = (router: string): string => `figures_${router}`;

/** Whether a request was for figures, by the section that its log line names: no visitor gets there. */
export const isOfFigures = (backend: string): boolean =>
  backend.startsWith(figuresSection("")) || ["keeper", "backups"].includes(backend);
