// The editor: one source at a time, drawn while it is typed, saved when it is told to.
import * as cm from "./codemirror.js";
import { ask, change, count, find, make, quietly, say, state } from "./base.js";
import { goTo, mark } from "./stage.js";

const nonce = location.pathname.split("/")[1];
const kept = new Map(); // by name: what was loaded, the editor's state
let current = "";
let names = [];
let known = { directives: {}, art: [] };
let silent = false;

const style = cm.HighlightStyle.define([
  { tag: cm.tags.heading, fontWeight: "650" },
  { tag: cm.tags.strong, fontWeight: "650" },
  { tag: cm.tags.emphasis, fontStyle: "italic" },
  { tag: [cm.tags.propertyName, cm.tags.definition(cm.tags.propertyName), cm.tags.tagName], color: "var(--accent)" },
  { tag: [cm.tags.string, cm.tags.number, cm.tags.color], color: "light-dark(#7a4a00, #e6b97a)" },
  { tag: [cm.tags.comment, cm.tags.meta, cm.tags.processingInstruction], color: "var(--soft)" },
  { tag: [cm.tags.link, cm.tags.url], color: "var(--accent)" },
]);
const theme = cm.EditorView.theme({
  "&": { backgroundColor: "var(--card)", color: "var(--ink)", fontSize: "14px" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "Noto Sans Mono CJK SC", "Noto Sans CJK SC", "Desk Face", monospace', lineHeight: "1.7" },
  ".cm-content": { caretColor: "var(--ink)", padding: "8px 4px 40vh" },
  ".cm-cursor": { borderLeftColor: "var(--ink)", borderLeftWidth: "2px" },
  ".cm-gutters": { backgroundColor: "var(--card)", color: "var(--soft)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "light-dark(#0000000a, #ffffff0d)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--wash)" },
  ".cm-tooltip, .cm-panels": { backgroundColor: "var(--card)", color: "var(--ink)", border: "1px solid var(--line)", borderRadius: "6px" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--wash)", color: "var(--ink)" },
  ".cm-diagnosticAction": { backgroundColor: "var(--accent)", color: "light-dark(#fff, #10202e)", borderRadius: "4px" },
  ".cm-directive": { color: "light-dark(#7a3d94, #d3a0ea)" },
});

const languages = {
  md: () => cm.yamlFrontmatter({ content: cm.markdown({ base: cm.markdownLanguage }) }),
  yaml: () => cm.yaml(),
  css: () => cm.css(),
  html: () => cm.html(),
};

// What may stand here: directives and their options, pictures, kinds, departments, copy.
function complete(context) {
  const line = context.state.doc.lineAt(context.pos);
  const before = line.text.slice(0, context.pos - line.from);
  const offer = (pattern, options, type = "keyword") => {
    const found = pattern.exec(before);
    return found && options.length ? { from: context.pos - found[1].length, options: options.map((label) => ({ label, type })), validFor: /^[\w./-]*$/u } : null;
  };
  const directive = /^:{3,}\s*(\w+)/.exec(before)?.[1];
  const look = state.look;
  return (
    offer(/(?:src|art|portrait)[=:]\s*"?([\w./-]*)$/u, known.art, "constant") ||
    (directive && offer(/[{\s]([\w-]*)$/, (known.directives[directive]?.options || []).map((name) => `${name}=`), "property")) ||
    offer(/^:{3,}\s*([\w-]*)$/, Object.keys(known.directives)) ||
    (look && offer(/\bkind:\s*([\w-]*)$/, look.kinds)) ||
    (look && offer(/\bdepartment:\s*([^,{}\s]*)$/u, look.known)) ||
    offer(/\bcopy:\s*(?:\[[^\]]*?)?([\w-]*)$/, names.filter((name) => name.includes("/copy/")).map(slugOf), "constant")
  );
}

const slugOf = (name) => name.split("/").pop().replace(/\.\w+$/, "");
const isCopy = (name) => name.startsWith(`${state.issue}/copy/`);

const directives = cm.StateField.define({
  create: (at) => dress(at.doc),
  update: (now, { docChanged, state: at }) => (docChanged ? dress(at.doc) : now),
  provide: (field) => cm.EditorView.decorations.from(field),
});
function dress(doc) {
  const marks = [];
  for (let number = 1; number <= doc.lines; number++) {
    const line = doc.line(number);
    if (line.text.startsWith(":::")) marks.push(cm.Decoration.line({ class: "cm-directive" }).range(line.from));
  }
  return cm.Decoration.set(marks);
}

function fresh(name, text) {
  const ending = name.split(".").pop();
  return cm.EditorState.create({
    doc: text,
    extensions: [
      cm.lineNumbers(), cm.highlightSpecialChars(), cm.history(), cm.drawSelection(), cm.dropCursor(), cm.indentOnInput(),
      cm.bracketMatching(), cm.closeBrackets(), cm.autocompletion({ override: [complete] }), cm.highlightActiveLine(),
      cm.highlightActiveLineGutter(), cm.highlightSelectionMatches(), cm.search({ top: true }), cm.lintGutter(),
      cm.syntaxHighlighting(style), theme, cm.EditorView.lineWrapping, cm.EditorView.cspNonce.of(nonce), directives,
      cm.EditorView.contentAttributes.of({ "aria-label": `Text of ${name}`, tabindex: "0", spellcheck: "false" }),
      cm.keymap.of([{ key: "Mod-s", run: () => (save(), true), preventDefault: true }, ...cm.closeBracketsKeymap, ...cm.defaultKeymap, ...cm.searchKeymap, ...cm.historyKeymap, ...cm.completionKeymap, ...cm.lintKeymap]),
      languages[ending] ? languages[ending]() : [],
      cm.EditorView.updateListener.of(heard),
    ],
  });
}

const editor = new cm.EditorView({ parent: find("editor"), state: fresh("", "") });
export const text = () => editor.state.doc.toString();

function heard(update) {
  if (update.docChanged && !silent) {
    kept.get(current).dirty = text() !== kept.get(current).saved;
    dirty();
    draw(current);
  }
  if ((update.selectionSet || update.docChanged) && !silent) light();
}

function dirty() {
  const one = kept.get(current);
  find("save").disabled = !one?.dirty;
  find("save").textContent = one?.dirty ? "Save" : "Saved";
}

// The pages show what is typed, before it is saved.
const draw = quietly(90, (name) => {
  if (name !== current || !isCopy(name)) return;
  ask("draft", { name, text: text() }).catch((error) => say(error.message, "wrong"));
  marks();
});

const light = quietly(180, async () => {
  if (!isCopy(current)) return;
  const head = editor.state.selection.main.head, line = editor.state.doc.lineAt(head);
  try {
    const [found] = await ask("lines", { name: current, line: line.number, column: head - line.from + 1, text: text() });
    if (found) mark(found.slot, found.page, found.box);
    counts();
  } catch { /* there is nothing to show */ }
});

export async function list() {
  const found = await ask("sources");
  names = found.names;
  known.art = found.art;
  const groups = new Map();
  for (const name of names) {
    const group = isCopy(name) ? "Copy" : name.startsWith("layouts/") ? "Layouts" : "Sheets";
    if (!groups.has(group)) groups.set(group, []);
    groups.get(group).push(name);
  }
  const select = find("file");
  select.replaceChildren(
    make("option", { value: "" }, "Choose a file, or press a line of a page"),
    ...[...groups].map(([label, some]) => make("optgroup", { label }, ...some.map((name) => make("option", { value: name }, short(name))))),
  );
  select.value = current;
}

export const short = (name) => name.replace(`${state.issue}/`, "").replace(/^issues\//, "");

export async function open(name, line = 0, column = 1, focus = true) {
  try {
    if (name !== current) {
      if (current && kept.has(current)) kept.get(current).state = editor.state;
      if (!kept.has(name)) {
        const source = await ask(`source?name=${encodeURIComponent(name)}`);
        kept.set(name, { saved: source.text, digest: source.digest, dirty: source.draft != null && source.draft !== source.text, state: fresh(name, source.draft ?? source.text) });
      }
      current = name;
      silent = true;
      editor.setState(kept.get(name).state);
      silent = false;
      find("file").value = name;
      find("conflict").hidden = true;
      const outside = find("outside");
      outside.hidden = false;
      squiggles();
      marks();
    }
    if (line) {
      const at = editor.state.doc.line(Math.min(Math.max(line, 1), editor.state.doc.lines));
      const spot = Math.min(at.from + Math.max(column - 1, 0), at.to);
      editor.dispatch({ selection: { anchor: spot }, effects: cm.EditorView.scrollIntoView(spot, { y: "center" }) });
    }
    find("outside").href = `vscode://file${state.root}/${name}:${line || 1}:${column}`;
    if (focus) editor.focus();
    dirty();
    counts();
  } catch (error) {
    say(error.message, "wrong");
  }
}

export async function save(over = false) {
  const one = kept.get(current), name = current, now = text();
  if (!one || one.saving || (!one.dirty && !over)) return;
  one.saving = true;
  try {
    const { digest } = await ask("source", { name, text: now, digest: one.digest });
    Object.assign(one, { saved: now, digest, dirty: text() !== now });
    find("conflict").hidden = true;
  } catch (error) {
    if (error.status !== 409) return say(error.message, "wrong");
    one.theirs = error.values;
    find("conflict").hidden = false;
  } finally {
    one.saving = false;
  }
  dirty();
}

find("save").addEventListener("click", () => save());
find("theirs").addEventListener("click", () => {
  const one = kept.get(current);
  take(one, one.theirs);
});
find("mine").addEventListener("click", () => {
  const one = kept.get(current);
  one.digest = one.theirs.digest;
  one.saved = one.theirs.text;
  one.dirty = true;
  save(true);
});
find("file").addEventListener("change", (event) => event.target.value && open(event.target.value));
addEventListener("beforeunload", (event) => {
  if ([...kept.values()].some((one) => one.dirty)) event.preventDefault();
});

// Take what the file holds: only what differs is changed, so that the caret stays where it is.
function take(one, source) {
  const mine = text(), theirs = source.text;
  let start = 0, end = 0;
  while (start < Math.min(mine.length, theirs.length) && mine[start] === theirs[start]) start++;
  while (end < Math.min(mine.length, theirs.length) - start && mine[mine.length - 1 - end] === theirs[theirs.length - 1 - end]) end++;
  Object.assign(one, { saved: theirs, digest: source.digest, dirty: false });
  silent = true;
  editor.dispatch({ changes: { from: start, to: mine.length - end, insert: theirs.slice(start, theirs.length - end) } });
  silent = false;
  if (isCopy(current)) ask("draft", { name: current, text: null }).catch(() => {});
  find("conflict").hidden = true;
  dirty();
  marks();
}

// Files were written, by us or by somebody else.
export async function written(files) {
  for (const name of files) {
    const one = kept.get(name);
    if (!one) continue;
    if (name !== current) {
      if (!one.dirty) kept.delete(name);
      continue;
    }
    const source = await ask(`source?name=${encodeURIComponent(name)}`).catch(() => null);
    if (!source || source.digest === one.digest || name !== current) continue;
    if (!one.dirty) take(one, source);
    else if (source.text === text()) Object.assign(one, { saved: source.text, digest: source.digest, dirty: false }), dirty();
    else {
      one.theirs = source;
      find("conflict").hidden = false;
    }
  }
  if (files.some((name) => !names.includes(name))) list();
}

export function squiggles() {
  const doc = editor.state.doc;
  const found = state.findings.filter((one) => one.file === current && one.line).map((one) => {
    const line = doc.line(Math.min(one.line, doc.lines));
    const from = Math.min(line.from + Math.max(one.column - 1, 0), line.to);
    return { from: one.column > 1 ? from : line.from, to: Math.min(line.to, from + 24), severity: one.severity === "stop" ? "error" : "warning", message: one.hint ? `${one.message}\n${one.hint}` : one.message, source: one.check };
  });
  const wrong = (kept.get(current)?.marks || []).map((one) => {
    const line = doc.line(Math.min(one.line, doc.lines));
    const from = Math.min(line.from + Math.max(one.column - 1, 0), line.to);
    return { from, to: Math.min(from + Math.max(one.before.length, 1), line.to), severity: "info", message: `${one.before} → ${one.after}`, source: "marks" };
  });
  editor.dispatch(cm.setDiagnostics(editor.state, [...found, ...wrong]));
}

const marks = quietly(350, async () => {
  const name = current, one = kept.get(name);
  find("mend").hidden = true;
  if (!one || !isCopy(name) || one.dirty) return;
  one.marks = await ask(`marks?name=${encodeURIComponent(name)}`).catch(() => []);
  if (name !== current) return;
  find("mend").hidden = !one.marks.length;
  find("mend").textContent = `Mend ${count(one.marks.length, "mark")}`;
  squiggles();
});
find("mend").addEventListener("click", () => change("mend", { name: current }));

// How the copy stands to its pages.
export async function counts() {
  const line = find("counts");
  const slot = state.look?.slots.find((one) => one.articles.some((article) => article.file === current));
  if (!slot) return line.replaceChildren();
  const body = text().replace(/^---\n[\s\S]*?\n---\n/, "");
  const letters = [...body].filter((char) => /[\p{L}\p{N}]/u.test(char)).length;
  const words = [`${count(letters, "letter")} · p. ${slot.labels.join(", ")}`];
  if (!slot.overset && slot.fills.length) words.push(` · ${slot.fills.length < slot.labels.length ? "page" : "last page"} ${Math.round(100 * slot.fills.at(-1))} % full`);
  if (slot.fit) words.push(` · copyfit: ${slot.fit}`);
  line.replaceChildren(...words);
  if (slot.overset) line.append(" · ", make("b", {}, `${count(slot.overset.lines, "line")} (${count(slot.overset.characters, "character")}) over`));
  line.append(...(await cures(slot)));
}

export async function cures(slot) {
  const troubled = slot.overset || slot.pages > slot.fills.length;
  if (!troubled) return [];
  const found = await ask(`cures?slot=${slot.index}`).catch(() => []);
  return found.map((cure) => make("button", { onclick: () => change(cure.change ? "plan" : "cure", cure.change || cure.drop) }, cure.label));
}

// Pictures that are dropped here land in the art, and the copy names them.
const frame = find("editor");
const hasFiles = (event) => [...(event.dataTransfer?.types || [])].includes("Files");
frame.addEventListener("dragover", (event) => { if (hasFiles(event)) event.preventDefault(), frame.classList.add("dropping"); }, true);
frame.addEventListener("dragleave", () => frame.classList.remove("dropping"));
frame.addEventListener("drop", async (event) => {
  frame.classList.remove("dropping");
  if (!hasFiles(event)) return;
  event.preventDefault();
  event.stopPropagation();
  const at = editor.posAtCoords({ x: event.clientX, y: event.clientY }) ?? editor.state.selection.main.head;
  for (const file of event.dataTransfer.files) await drop(file, at);
}, true);

export async function drop(file, at = editor.state.selection.main.head) {
  const answer = await fetch(`art?name=${encodeURIComponent(file.name)}`, { method: "POST", body: file });
  const values = await answer.json().catch(() => ({}));
  if (!answer.ok) return say(values.error || "the picture was refused", "wrong");
  known.art.push(values.name);
  if (!isCopy(current)) return say(`${values.name} is there`);
  const line = editor.state.doc.lineAt(Math.min(at, editor.state.doc.length));
  const before = line.length ? "\n\n" : "";
  const figure = `::: figure {src=${values.name} alt=""}\n:::\n`;
  const from = line.to;
  editor.dispatch({ changes: { from, insert: `${before}${figure}` }, selection: { anchor: from + before.length + figure.indexOf('alt="') + 5 } });
  editor.focus();
}

export async function learn() {
  known.directives = (await ask("schemas")).directives;
}
export const opened = () => current;
export { goTo };
