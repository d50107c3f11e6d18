import { maintainedFigure } from "./maintenance";

/** Figures that there are at times alone, where nothing is amiss: of what has not happened yet, or is not told for every home. */
export const rareFigures: readonly string[] = [
  "ALERTS",
  maintainedFigure,
  "alertmanager_notifications_failed_total",
  "homeport_backup_age_seconds",
  "homeport_backup_moved_away",
  "homeport_certificate_problem",
  "homeport_container_limit_bytes",
  "homeport_container_memory_bytes",
  "homeport_container_start_seconds",
  "traefik_service_requests_total",
];
