// Reads every golden statement with a port of sqlglot's Redshift dialect. Exit code 1 if it refuses
// one for a reason that is not known.
import fs from "node:fs";
import * as polyglot from "@polyglot-sql/sdk";

const golden = new URL("../resources/golden/", import.meta.url);

// What it does not know though the documentation has it: taken out of a statement before it is asked.
const gaps = [
  ["COPY: REGION", /^(COPY .*) REGION '[^']*'$/s, "$1"],
  ["DELETE: USING", /^(DELETE FROM \S+) USING \S+ \S+ WHERE .*$/s, "$1 WHERE TRUE"],
];

function statements(file) {
  const lines = fs.readFileSync(new URL(file, golden), "utf8").split("\n");
  const text = lines.filter((line) => !line.startsWith("--")).join("\n");
  return text.split(";\n").map((it) => it.trim()).filter(Boolean);
}

const refuses = (sql) => {
  const answer = polyglot.parse(sql, "redshift");
  return answer.success ? null : answer.error;
};

await polyglot.init();
const kinds = {};
let wrong = 0;
for (const file of fs.readdirSync(golden).sort()) {
  for (const sql of new Set(statements(file))) {
    const kind = sql.split(/[\s;]/, 1)[0];
    kinds[kind] = (kinds[kind] ?? 0) + 1;
    let error = refuses(sql);
    for (const [name, found, instead] of gaps) {
      if (error && found.test(sql)) {
        console.log(`${file}: it does not know ${name}`);
        error = refuses(sql.replace(found, instead));
      }
    }
    if (error) {
      wrong++;
      console.log(`${file}: REFUSED ${sql}\n  ${error}`);
    }
  }
}
console.log(kinds, wrong ? `${wrong} refused` : "all read");
process.exit(wrong ? 1 : 0);
