// The desk: hears what the press says, and hands it to the stage, the plan, the editor and the panels.
import { change, count, find, say, showUndo, state } from "./base.js";
import * as editor from "./editor.js";
import { drawFindings, drawStories, drawTokens } from "./panels.js";
import { drawPlan } from "./plan.js";
import { keeping, measure, rebuild, setGuides, setMode, turn, update, view, zoom } from "./stage.js";

view.open = (file, line, column) => {
  showSide(true);
  choose("editor");
  editor.open(file, line, column);
};

// A face with the letters of the magazine, for machines that have none; it is fetched where nothing else has them.
let faced = false;
function bringFace() {
  if (faced) return;
  faced = true;
  document.fonts.add(new FontFace("Desk Face", "url(face.ttf)"));
  document.fonts.load('14px "Desk Face"', "A").then(() => { find("title").textContent = state.look.title; });
}

function drawAll() {
  bringFace();
  document.title = `${state.look.title} · Desk`;
  document.documentElement.lang = "en";
  find("title").textContent = state.look.title;
  drawStories();
  if (view.mode === "plan") { measure(); drawPlan(); } else rebuild();
  editor.counts();
}

const heard = {
  state(said) {
    const first = !state.issue;
    Object.assign(state, { issue: said.issue, root: said.root, settled: said.settled, findings: said.findings });
    showUndo(said.undo);
    if (said.look.slots) {
      state.look = said.look;
      drawAll();
    }
    drawFindings();
    if (first) {
      editor.list();
      editor.learn();
    }
    waiting();
  },
  look(look) {
    state.look = look;
    drawAll();
    drawTokens();
    waiting();
  },
  slots(said) {
    if (!state.look) return;
    const changed = update(said.slots, said.spreads);
    state.settled = said.settled;
    drawStories();
    drawPlan();
    editor.counts();
    if (changed.size && said.slots.some((slot) => !slot.pending)) say(`set in ${(said.milliseconds / 1000).toFixed(2)} s`);
    waiting();
  },
  findings(said) {
    state.findings = said.findings;
    state.stale = said.stale;
    state.settled = true;
    drawFindings();
    editor.squiggles();
    editor.counts();
    waiting();
    if (said.stale && said.findings.length) say("the pages are those of before: something cannot be read", "wrong");
  },
  files({ names }) {
    editor.written(names);
    drawTokens();
  },
};

function waiting() {
  if (!state.look) return say(state.findings.length ? "the issue cannot be read" : "reading …", state.findings.length ? "wrong" : "busy");
  const left = state.look.slots.filter((slot) => slot.pending).length;
  if (left > 1) say(`setting ${count(left, "slot")}`, "busy");
  else if (find("status").className === "busy") say("all is set");
}

const events = new EventSource("events");
for (const [name, act] of Object.entries(heard)) events.addEventListener(name, (event) => act(JSON.parse(event.data)));
events.addEventListener("error", () => say("the desk is closed: nothing is saved until it is open again", "wrong"));

// Buttons, tabs, keys.

const views = [...document.querySelectorAll("[data-view]")];
function look(mode) {
  setMode(mode);
  if (mode === "plan") drawPlan();
  views.forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.view === mode)));
}
views.forEach((one) => one.addEventListener("click", () => look(one.dataset.view)));
find("smaller").addEventListener("click", () => zoom(-1));
find("larger").addEventListener("click", () => zoom(1));
find("fit").addEventListener("click", () => zoom(0));
find("undo").addEventListener("click", () => change("undo", {}));

const guides = [...document.querySelectorAll("[data-guide]")];
function redraw() {
  view.guides = new Set(guides.filter((one) => one.checked).map((one) => one.dataset.guide));
  localStorage.setItem("guides", [...view.guides].join(" "));
  setGuides();
}
guides.forEach((one) => {
  one.checked = (localStorage.getItem("guides") || "").split(" ").includes(one.dataset.guide);
  one.addEventListener("change", redraw);
});
view.guides = new Set(guides.filter((one) => one.checked).map((one) => one.dataset.guide));
document.addEventListener("click", (event) => { if (!find("guides").contains(event.target)) find("guides").open = false; });

const tabs = ["editor", "findings", "tokens"];
function choose(name) {
  for (const one of tabs) {
    find(`panel-${one}`).hidden = one !== name;
    find(`tab-${one}`).setAttribute("aria-selected", String(one === name));
    find(`tab-${one}`).tabIndex = one === name ? 0 : -1;
  }
  if (name === "tokens") drawTokens();
}
tabs.forEach((name, number) => {
  find(`tab-${name}`).addEventListener("click", () => choose(name));
  find(`tab-${name}`).addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = tabs[(number + step + tabs.length) % tabs.length];
    choose(next);
    find(`tab-${next}`).focus();
  });
});

function toggle(name, on) {
  const there = on ?? document.body.classList.contains(`no-${name}`);
  keeping(() => document.body.classList.toggle(`no-${name}`, !there));
  find(`toggle-${name}`).setAttribute("aria-pressed", String(there));
}
const showSide = (on) => toggle("side", on);
find("toggle-side").addEventListener("click", () => toggle("side"));
find("toggle-stories").addEventListener("click", () => toggle("stories"));
if (innerWidth < 860) toggle("stories", false);

const divider = find("divider");
const widen = (share) => {
  const wide = Math.min(Math.max(share, 20), 75);
  divider.setAttribute("aria-valuenow", String(Math.round(wide)));
  document.body.style.setProperty("--side", `${wide}vw`);
};
divider.addEventListener("pointerdown", (event) => divider.setPointerCapture(event.pointerId));
divider.addEventListener("pointermove", (event) => { if (divider.hasPointerCapture(event.pointerId)) widen(100 - (100 * event.clientX) / innerWidth); });
divider.addEventListener("keydown", (event) => {
  const step = { ArrowLeft: 2, ArrowRight: -2 }[event.key];
  if (step) widen(+divider.getAttribute("aria-valuenow") + step);
});

const keys = {
  1: () => look("spreads"), 2: () => look("pages"), 3: () => look("grid"), 4: () => look("plan"),
  "+": () => zoom(1), "=": () => zoom(1), "-": () => zoom(-1), 0: () => zoom(0),
  g: () => { find("guides").open = !find("guides").open; find("guides").querySelector("input").focus(); },
  s: () => toggle("stories"), e: () => toggle("side"),
  PageDown: () => turn(1), PageUp: () => turn(-1), ArrowRight: () => turn(1), ArrowLeft: () => turn(-1),
};
addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "s") {
    if (!event.defaultPrevented) editor.save();
    event.preventDefault();
    return;
  }
  const typing = event.target.closest?.("input, select, .cm-editor, dialog, [role=tab], #divider");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
});
