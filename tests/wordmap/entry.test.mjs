import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const FOLDER = new URL("../../embviz/wordmap/assets/", import.meta.url);

test("the entry names every module, so that a browser asks for all of them at once", () => {
  const entry = readFileSync(new URL("wordmap.js", FOLDER), "utf8");
  const named = [...entry.matchAll(/^import (?:.* from )?"\.\/(.+)";$/gm)].map(([, name]) => name);
  const others = ["wordmap.js", "standalone.js"]; // the entries: of the component, of a page with a film
  const modules = readdirSync(FOLDER, { recursive: true }).filter((name) => name.endsWith(".js") && !others.includes(name));
  assert.deepEqual(named.toSorted(), modules.toSorted());
});
