// Writes the licences of all that is in the bundle beside it.
const fs = require("fs");
const path = require("path");

const lock = JSON.parse(fs.readFileSync("package-lock.json", "utf8"));
const names = Object.keys(lock.packages)
  .filter((name) => /node_modules\/(@codemirror|@lezer|@marijn|style-mod|crelt|w3c-keyname)/.test(name))
  .sort();
const parts = names.map((name) => {
  const file = ["LICENSE", "LICENSE.md", "LICENCE"].map((one) => path.join(name, one)).find((one) => fs.existsSync(one));
  const text = file ? fs.readFileSync(file, "utf8").trim() : lock.packages[name].license;
  return `${name.replace("node_modules/", "")} ${lock.packages[name].version}\n\n${text}\n`;
});
fs.writeFileSync("../../pressroom/desk/static/codemirror.LICENCES.txt", parts.join("\n---\n\n"));
