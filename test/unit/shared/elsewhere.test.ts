import { expect, test } from "vitest";
import { elsewhere } from "../../../components/shared/elsewhere";

const isElsewhere = (text: string) => new RegExp(`^${elsewhere}\\S+$`).test(text.replace(/^https?:\/\//, ""));

test.each([
  ...["localhost", "localhost:25", "http://localhost/", "http://localhost.:80", "http://home.localhost?a"],
  ...["http://anna:secret@localhost/", "127.0.0.1", "127.1:53", "http://127.0.0.11/", "http://0.0.0.0:1/"],
  ...["::1", "http://[::1]:80/", "http://[::]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/"],
])("%s is whoever asks", (text) => {
  expect(isElsewhere(text)).toBe(false);
});

test.each([
  ...["localhost.example.org", "http://localhosts/", "127.example.org", "http://127.0.0.1.example.org/"],
  ...["http://example.org/localhost", "http://example.org/?at=@localhost", "10.127.0.1", "fd00::1"],
])("%s is somebody else", (text) => {
  expect(isElsewhere(text)).toBe(true);
});
