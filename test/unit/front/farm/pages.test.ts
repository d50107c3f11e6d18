import { describe, expect, test } from "vitest";
import {
  notFoundPage,
  renderPage,
  tooManyPage,
  unavailablePage,
} from "../../../../components/front/farm/pages";

describe.each([
  ["an unknown domain", notFoundPage, 404],
  ["one who asks for too much", tooManyPage, 429],
  ["a service that is down", unavailablePage, 503],
])("the page for %s", (_, page, status) => {
  const text = renderPage(page);

  test("has its status and its text", () => {
    expect(page.status).toBe(status);
    expect(text).toContain(`<h1>${page.title}</h1>`);
    expect(text).toContain(page.text);
  });

  test("fits into one quoted string of the configuration", () => {
    expect(text).not.toMatch(/['\n\r\\]/);
    expect(text, "a format string of HAProxy would begin").not.toContain("%[");
  });

  test("says nothing about the inside and loads nothing from elsewhere", () => {
    expect(text).not.toMatch(/haproxy|traefik|docker|homeport|router|container|https?:|src=|url\(/i);
  });
});
