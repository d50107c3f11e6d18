import { stringify } from "yaml";

/**
 * A file as the router is to read it: it takes each for a template of Go's, which could ask for the router's own environment.
 * What a person has written is words alone.
 * @see https://doc.traefik.io/traefik/reference/install-configuration/providers/others/file/#go-templating
 */
export const renderFile = (content: object): string =>
  stringify(content, { sortMapEntries: true, lineWidth: 0, aliasDuplicateObjects: false }).replaceAll(
    "{{",
    "{{`{{`}}",
  );
