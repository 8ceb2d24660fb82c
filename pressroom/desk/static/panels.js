// The panels beside the editor: what was found, with its cures; the tokens of the layout; and the list of stories.
import { ask, askFor, change, count, find, make, quietly, say, state } from "./base.js";
import { cures, open, short } from "./editor.js";
import { goTo, view } from "./stage.js";

export function drawFindings() {
  const stops = state.findings.filter((one) => one.severity === "stop").length;
  const tab = find("tab-findings");
  tab.replaceChildren("Findings ", state.findings.length ? make("span", { class: `count ${stops ? "" : "mild"}` }, String(state.findings.length)) : "");
  const parts = state.findings.slice(0, 300).map(card);
  find("panel-findings").replaceChildren(...(parts.length ? parts : [make("p", { class: "empty" }, state.settled ? "Nothing was found: the pages are clear." : "Looking …")]));
}

function card(one) {
  const where = one.line ? `${short(one.shown)}:${one.line}` : short(one.shown);
  const jump = () => {
    if (one.file.endsWith(".png") || !one.file) return;
    open(one.file, one.line || 1, one.column || 1);
    const slot = slotOf(one);
    if (slot) goTo(slot.index);
  };
  const remedies = make("div", { class: "cures" });
  const slot = slotOf(one);
  if (slot && /^(overset|underset)$/.test(one.check)) cures(slot).then((buttons) => remedies.prepend(...buttons));
  if (one.severity === "query") remedies.append(make("button", { onclick: () => allow(one) }, "Let it pass …"));
  return make("div", { class: `finding ${one.severity}` },
    make("p", {}, make("span", { class: "severity" }, one.severity === "stop" ? "Stop " : "Query "), one.message),
    one.hint && make("p", { class: "hint" }, one.hint),
    one.file ? make("button", { class: "where", onclick: jump }, `${where} · ${one.check}`) : make("p", { class: "hint" }, `${where} · ${one.check}`),
    remedies);
}

// Findings on a slot begin with its name; those on copy stand in its file.
function slotOf(one) {
  return state.look?.slots.find((slot) => one.message.startsWith(`${slot.name}:`)) || state.look?.slots.find((slot) => slot.articles.some((article) => article.file === one.file));
}

async function allow(one) {
  const values = await askFor(`Let ${one.check} pass`, [{ label: "Why?" }]);
  if (values?.[0]) change("allow", { check: one.check, file: one.file, reason: values[0] });
}

export function drawStories() {
  const parts = [];
  let before = null;
  for (const slot of state.look.slots) {
    if (slot.department !== before) {
      const colour = state.look.departments.find((one) => one.name === slot.department)?.colour || "";
      parts.push(make("h2", { css: { "--colour": colour } }, make("i"), slot.department || (slot.covers ? "Cover" : "Front")));
      before = slot.department;
    }
    const articles = slot.articles.length ? slot.articles : [{ headline: slot.kind, file: `${state.issue}/issue.yaml`, line: slot.line }];
    articles.forEach((article, number) => parts.push(row(slot, article, number)));
  }
  const stories = find("stories");
  const scrolled = stories.scrollTop;
  stories.replaceChildren(...parts);
  stories.scrollTop = scrolled;
}

function row(slot, article, number) {
  const said = slot.problem ? "!" : slot.overset ? `+${slot.overset.lines}` : slot.fills.length ? `${Math.round(100 * slot.fills.at(-1))}%` : "";
  const go = () => {
    if (view.mode !== "plan") goTo(slot.index);
    open(article.file, article.line || 1, 1, false);
  };
  return make("button", { "data-slot": slot.index, onclick: go, title: article.headline },
    make("span", { class: "folio" }, number ? "" : slot.labels[0] || ""), make("span", {}, article.headline),
    make("span", { class: `say ${slot.overset || slot.problem ? "bad" : ""}` }, number ? "" : said));
}

document.addEventListener("seen", ({ detail }) => {
  document.querySelectorAll("#stories [data-slot]").forEach((one) => {
    if (detail.includes(+one.dataset.slot)) one.setAttribute("aria-current", "true");
    else one.removeAttribute("aria-current");
  });
});

let wanted = "";
export async function drawTokens() {
  const panel = find("panel-tokens");
  if (panel.hidden || panel.contains(document.activeElement)) return;
  try {
    const { tokens, own, layout } = await ask("tokens");
    const rows = tokens.map(token);
    const filter = make("input", { class: "filter", type: "search", placeholder: `Tokens of ${layout}`, "aria-label": "Filter tokens", value: wanted });
    const sift = () => {
      wanted = filter.value;
      rows.forEach((one) => { one.hidden = !one.dataset.name.includes(wanted.trim().toLowerCase()); });
    };
    filter.addEventListener("input", sift);
    panel.replaceChildren(filter, own ? "" : make("p", { class: "empty" }, "This layout comes with Pressroom: make one of your own that extends it."), ...rows);
    sift();
  } catch (error) {
    panel.replaceChildren(make("p", { class: "empty" }, error.message));
  }
}

function token(one) {
  const ident = `token-${one.name}`;
  const put = quietly(120, (value) => change("token", { name: one.name, value }));
  const field = make("input", { type: "text", id: ident, value: one.value, onchange: (event) => put(event.target.value) });
  let other = "";
  if (one.form === "colour") {
    other = make("input", { type: "color", value: one.value, "aria-label": `Colour of ${one.name}`, oninput: (event) => { field.value = event.target.value; }, onchange: (event) => put(event.target.value) });
  } else if (one.form === "measure") {
    other = make("input", { type: "range", min: one.least, max: one.most, step: one.step, value: one.number, "aria-label": `Slider of ${one.name}`, oninput: (event) => { field.value = `${+(+event.target.value).toFixed(3)}${one.unit}`; put(field.value); } });
  }
  return make("div", { class: `token ${other ? "" : "wide"}`, "data-name": one.name.toLowerCase() }, make("label", { for: ident, title: one.name }, one.name), ...(other ? [other, field] : [field]));
}
export { count, say };
