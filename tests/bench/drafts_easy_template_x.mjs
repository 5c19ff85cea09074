// The same drafts by easy-template-x: `node drafts_easy_template_x.mjs TEMPLATE OUT TOWNS.json COUNT`, run where the
// package is installed (`drafts_bench.py` does it); prints drafts, seconds by the clock, and the processor's seconds.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const { TemplateHandler } = createRequire(join(process.cwd(), "here.js"))("easy-template-x");
const [source, out, data, asked] = process.argv.slice(2);
const template = readFileSync(source);
const towns = JSON.parse(readFileSync(data, "utf8"));
const count = Number(asked);
const handler = new TemplateHandler();
mkdirSync(out, { recursive: true });

async function one(at) {
  writeFileSync(join(out, `${at}.docx`), await handler.process(template, towns[at]));
}

await one(0); // makes everything ready, as the first draft of the others does
const begun = process.hrtime.bigint();
const before = process.cpuUsage();
for (let at = 1; at <= count; at += 1) await one(at);
const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
const used = process.cpuUsage(before);
console.log(JSON.stringify({ drafts: count, seconds, cpu: (used.user + used.system) / 1e6 }));
