// The stage: spreads as they are bound, pages sharp at every size; place and zoom stay what they are when pages change.
import { ask, find, make, quietly, say, state } from "./base.js";

const BASE = 1700; // pixels: a page that is wider is drawn in the part that is in view
const STEPS = [0.1, 0.15, 0.25, 0.33, 0.5, 0.67, 0.75, 1, 1.25, 1.5, 2, 3, 4];
const stage = find("stage");
const sheet = make("div", { class: "sheet" });
stage.append(sheet);

export const view = { mode: "spreads", zoom: 0, guides: new Set(), open: null };
const leaves = new Map(); // by slot and number: the element, its picture, what it shows
const near = new IntersectionObserver(notice, { root: stage, rootMargin: "700px" });
const seen = new IntersectionObserver(see, { root: stage });
const inView = new Set();

const millimetre = () => 96 / 25.4;

const beyond = () => (view.guides.has("bleed") && view.mode !== "plan" ? state.look.bleed : 0);

export function scale() {
  const look = state.look;
  if (view.mode === "grid") return 128 / (look.width * millimetre());
  if (view.mode === "plan") return 58 / (look.width * millimetre());
  if (view.zoom) return view.zoom;
  const across = view.mode === "pages" ? 1 : 2;
  const wide = (stage.clientWidth - 52) / (across * look.width * millimetre());
  const high = (stage.clientHeight - 70) / (look.height * millimetre());
  return Math.max(Math.min(wide, high), 0.08);
}

export function measure() {
  if (!state.look) return;
  const one = scale() * millimetre();
  sheet.style.setProperty("--w", `${state.look.width * one}px`);
  sheet.style.setProperty("--h", `${state.look.height * one}px`);
  sheet.style.setProperty("--b", `${beyond() * one}px`);
  stage.className = view.mode;
  find("fit").textContent = view.zoom && view.mode !== "grid" && view.mode !== "plan" ? `${Math.round(view.zoom * 100)} %` : "Fit";
  for (const leaf of leaves.values()) if (leaf.near) show(leaf);
  details();
}

// Build what stands on the stage; leaves that are the same stay, with their pictures.
export function rebuild() {
  if (!state.look || view.mode === "plan") return;
  const anchor = place();
  const wanted = new Set();
  const spreads = state.look.spreads.map((pair, number) => {
    const there = pair.filter(Boolean);
    const name = there.length === 2 ? "pair" : there[0].recto ? "alone recto-only" : "alone";
    const elements = there.map((one) => {
      const key = `${one.slot}:${one.number}:${one.label}`;
      wanted.add(key);
      return leafOf(key, one).element;
    });
    return make("div", { class: `spread ${name}`, role: "group", "aria-label": `Pages ${there.map((one) => one.label).join(" and ")}`, "data-spread": number }, ...elements);
  });
  for (const [key, leaf] of leaves) if (!wanted.has(key)) drop(key, leaf);
  sheet.replaceChildren(...spreads);
  measure();
  restore(anchor);
}

function drop(key, leaf) {
  near.unobserve(leaf.element);
  seen.unobserve(leaf.element);
  inView.delete(leaf);
  leaves.delete(key);
}

function leafOf(key, one) {
  let leaf = leaves.get(key);
  if (!leaf) {
    const image = make("img", { alt: "", draggable: "false" });
    const art = make("div", { class: "art" }, image);
    const paper = make("div", { class: "paper" }, art);
    const foot = make("figcaption", { class: "foot" });
    leaf = { key, image, art, paper, foot, element: make("figure", { class: "leaf" }, paper, foot), shown: "", wanted: "", near: false };
    leaf.element.leaf = leaf;
    paper.addEventListener("click", (event) => spot(leaf, event));
    leaves.set(key, leaf);
    near.observe(leaf.element);
    seen.observe(leaf.element);
  }
  leaf.page = one;
  dress(leaf);
  return leaf;
}

function dress(leaf) {
  const { page, element, foot, paper, image } = leaf;
  const slot = state.look.slots[page.slot];
  element.className = `leaf ${page.recto ? "recto" : "verso"} ${slot.pending ? "pending" : ""} ${page.stand === "over" ? "over-page" : page.stand}`;
  paper.classList.toggle("bled", view.guides.has("bleed"));
  image.alt = `Page ${page.label}${slot.articles[0] ? `: ${slot.articles[0].headline}` : ""}`;
  foot.replaceChildren(make("b", {}, page.label), page.lead && slot.articles[0] ? make("span", {}, slot.articles[0].headline) : "", page.note ? make("span", { class: "bad" }, page.note) : "");
  paper.querySelectorAll(".why, .over, .guides").forEach((one) => one.remove());
  if (page.stand === "unset" && slot.problem) paper.append(make("p", { class: "why" }, slot.problem));
  if (slot.overset) for (const tail of slot.overset.tails) if (tail.page === page.number) paper.append(markArea(tail.area));
  if (view.guides.size) paper.append(guides(page));
}

function markArea([left, top, right, bottom]) {
  const point = 25.4 / 72;
  const share = (value, whole) => `${(100 * value * point) / whole}%`;
  const { width, height } = state.look;
  return make("div", { class: "over", css: { left: share(left, width), top: share(top, height), width: share(right - left, width), height: share(bottom - top, height) } });
}

const LENGTH = { mm: 1, cm: 10, pt: 25.4 / 72, px: 25.4 / 96, in: 25.4 };
function length(text) {
  const found = /^(-?[\d.]+)(mm|cm|pt|px|in)$/.exec(text || "");
  return found ? found[1] * LENGTH[found[2]] : 0;
}

function guides(page) {
  const { width, height, bleed, columns } = state.look;
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawing.setAttribute("viewBox", `0 0 ${width} ${height}`);
  drawing.setAttribute("class", "guides");
  drawing.setAttribute("aria-hidden", "true");
  const rectangle = (x, y, w, h, colour, fill = "none") => draw("rect", { x, y, width: w, height: h, stroke: colour, fill });
  const draw = (name, attributes) => {
    const shape = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries({ "stroke-width": 1, "vector-effect": "non-scaling-stroke", ...attributes })) shape.setAttribute(key, value);
    drawing.append(shape);
  };
  const [top, bottom, inner, outer] = ["top", "bottom", "inner", "outer"].map((name) => length(columns[name]));
  const left = page.recto ? inner : outer;
  const wide = width - inner - outer;
  if (view.guides.has("baseline")) {
    const leading = length(columns.leading);
    for (let y = top + leading; leading > 0.5 && y <= height - bottom + 0.01; y += leading) draw("path", { d: `M0 ${y}H${width}`, stroke: "#2aa3d666" });
  }
  if (view.guides.has("columns")) {
    const number = Math.max(+columns.columns || 1, 1), gutter = length(columns.gutter), each = (wide - gutter * (number - 1)) / number;
    for (let i = 0; i < number; i++) rectangle(left + i * (each + gutter), top, each, height - top - bottom, "#b14fc4aa", "#b14fc411");
  }
  if (view.guides.has("trim")) rectangle(0, 0, width, height, "#1f9d55");
  if (view.guides.has("bleed")) rectangle(-bleed, -bleed, width + 2 * bleed, height + 2 * bleed, "#d8141a");
  if (view.guides.has("safe")) rectangle(5, 5, width - 10, height - 10, "#e08a00");
  return drawing;
}

function notice(entries) {
  for (const entry of entries) {
    const leaf = entry.target.leaf;
    leaf.near = entry.isIntersecting;
    if (leaf.near) show(leaf);
  }
}

function see(entries) {
  for (const entry of entries) inView[entry.isIntersecting ? "add" : "delete"](entry.target.leaf);
  tell();
}

const tell = quietly(80, () => {
  const slots = [...new Set([...inView].map((leaf) => leaf.page.slot))];
  ask("see", { slots }).catch(() => {});
  document.dispatchEvent(new CustomEvent("seen", { detail: slots }));
});

function address(leaf, width, part) {
  const { digest } = state.look.slots[leaf.page.slot];
  const { number } = leaf.page;
  if (!digest || number >= state.look.slots[leaf.page.slot].pages) return "";
  return `page/${digest}/${number}.png?w=${width}${part ? `&part=${part.join(",")}` : ""}${beyond() ? "&bleed" : ""}`;
}

const mediaWidth = () => Math.round((state.look.width + 2 * beyond()) * scale() * millimetre() * devicePixelRatio);

// Show the page as it is now: the picture is swapped when it is there, so that nothing ever goes blank.
function show(leaf, flash = false) {
  const wanted = address(leaf, Math.min(mediaWidth(), BASE));
  if (wanted === leaf.wanted) return;
  leaf.wanted = wanted;
  if (!wanted) {
    leaf.image.removeAttribute("src");
    return;
  }
  const next = new Image();
  next.src = wanted;
  next.decode().then(() => {
    if (leaf.wanted !== wanted) return;
    leaf.image.src = wanted;
    leaf.shown = wanted;
    leaf.art.querySelectorAll(".detail").forEach((one) => one.remove());
    if (flash) {
      leaf.element.classList.remove("changed");
      void leaf.element.offsetWidth;
      leaf.element.classList.add("changed");
      document.dispatchEvent(new CustomEvent("drawn", { detail: leaf.page }));
    }
    details();
  }, () => { if (leaf.wanted === wanted) leaf.wanted = ""; });
}

// Some slots are others now: their leaves show it; where pages came or went, the stage is built anew.
export function update(slots, spreads) {
  const changed = new Set(slots.filter((slot) => state.look.slots[slot.index]?.digest !== slot.digest).map((slot) => slot.index));
  for (const slot of slots) state.look.slots[slot.index] = slot;
  const same = JSON.stringify(names(state.look.spreads)) === JSON.stringify(names(spreads));
  state.look.spreads = spreads;
  if (view.mode === "plan") return changed;
  if (!same) rebuild();
  for (const one of spreads.flat().filter(Boolean)) {
    const leaf = leaves.get(`${one.slot}:${one.number}:${one.label}`);
    if (!leaf) continue;
    leaf.page = one;
    if (slots.some((slot) => slot.index === one.slot)) dress(leaf);
    if (changed.has(one.slot) && leaf.near) show(leaf, true);
  }
  return changed;
}

const names = (spreads) => spreads.map((pair) => pair.map((one) => one && `${one.slot}:${one.number}:${one.label}`));

// What is in view of a page that is wider than its picture is drawn at the size that is shown.
const details = quietly(110, () => {
  if (!state.look) return;
  const width = mediaWidth();
  for (const leaf of inView) {
    if (width <= BASE || view.mode === "grid") {
      leaf.art.querySelectorAll(".detail").forEach((one) => one.remove());
      continue;
    }
    const frame = stage.getBoundingClientRect(), box = leaf.art.getBoundingClientRect(), ratio = width / box.width;
    const left = Math.max(frame.left - box.left, 0), top = Math.max(frame.top - box.top, 0);
    const right = Math.min(frame.right - box.left, box.width), bottom = Math.min(frame.bottom - box.top, box.height);
    if (right - left < 2 || bottom - top < 2) continue;
    const part = [left * ratio, top * ratio, (right - left) * ratio, (bottom - top) * ratio].map(Math.floor);
    const wanted = address(leaf, width, part);
    if (!wanted || leaf.art.querySelector(".detail")?.dataset.from === wanted) continue;
    const next = make("img", { class: "detail", alt: "", "data-from": wanted });
    next.src = wanted;
    next.decode().then(() => {
      for (const [name, value] of [["left", part[0]], ["top", part[1]], ["width", part[2]], ["height", part[3]]]) next.style[name] = `${value / ratio}px`;
      leaf.art.querySelectorAll(".detail").forEach((one) => one.remove());
      leaf.art.append(next);
    }, () => {});
  }
});
stage.addEventListener("scroll", details, { passive: true });

// Where one is: the leaf in the middle of the stage, and where in it.
function place() {
  const frame = stage.getBoundingClientRect();
  const x = frame.left + stage.clientWidth / 2, y = frame.top + stage.clientHeight / 2;
  let best = null, least = Infinity;
  for (const leaf of leaves.values()) {
    if (!leaf.element.isConnected) continue;
    const box = leaf.paper.getBoundingClientRect();
    const far = Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));
    if (far < least) [best, least] = [{ label: leaf.page.label, x: (x - box.left) / box.width, y: (y - box.top) / box.height }, far];
  }
  return best;
}

function restore(anchor) {
  const leaf = anchor && [...leaves.values()].find((one) => one.page.label === anchor.label);
  if (!leaf) return;
  const frame = stage.getBoundingClientRect(), box = leaf.paper.getBoundingClientRect();
  stage.scrollLeft += box.left + anchor.x * box.width - frame.left - stage.clientWidth / 2;
  stage.scrollTop += box.top + anchor.y * box.height - frame.top - stage.clientHeight / 2;
}

export function keeping(act) {
  const anchor = place();
  act();
  measure();
  restore(anchor);
}

export function zoom(step) {
  keeping(() => {
    const now = scale();
    if (step === 0) view.zoom = 0;
    else view.zoom = (step > 0 ? STEPS.find((one) => one > now + 0.004) : STEPS.findLast((one) => one < now - 0.004)) || now;
  });
}

export function zoomTo(value) {
  keeping(() => { view.zoom = Math.min(Math.max(value, 0.08), 4); });
}

export function setMode(mode) {
  const anchor = place();
  const before = view.mode;
  view.mode = mode;
  if (before === "plan" || mode === "plan") sheet.replaceChildren();
  if (mode !== "plan") {
    rebuild();
    restore(anchor);
  } else measure();
}

export const planSheet = sheet;

export function setGuides() {
  for (const leaf of leaves.values()) dress(leaf);
  if (state.look) measure();
}

export function goTo(index, page = 0) {
  const leaf = [...leaves.values()].find((one) => one.page.slot === index && one.page.number === page);
  leaf?.element.closest(".spread, .leaf").scrollIntoView({ block: "nearest", inline: "nearest" });
  leaf?.paper.scrollIntoView({ block: "center", inline: "center" });
}

// The next or the last spread.
export function turn(step) {
  const anchor = place();
  if (!anchor) return;
  const all = state.look.spreads;
  const at = all.findIndex((pair) => pair.some((one) => one?.label === anchor.label));
  const target = all[Math.min(Math.max(at + step, 0), all.length - 1)].find(Boolean);
  goTo(target.slot, target.number);
}

// A click on a page opens the line that stands there.
async function spot(leaf, event) {
  const box = leaf.paper.getBoundingClientRect();
  const x = (event.clientX - box.left) / box.width, y = (event.clientY - box.top) / box.height;
  const { slot, number } = leaf.page;
  try {
    const found = await ask(`spot?slot=${slot}&page=${number}&x=${x.toFixed(5)}&y=${y.toFixed(5)}`);
    if (!found) return;
    mark(slot, number, found.box);
    view.open?.(found.file, found.line, found.column);
  } catch (error) {
    say(error.message, "wrong");
  }
}

export function mark(slot, number, box) {
  document.querySelectorAll(".mark").forEach((one) => one.remove());
  const leaf = [...leaves.values()].find((one) => one.page.slot === slot && one.page.number === number);
  if (!leaf || !box) return null;
  const [left, top, right, bottom] = box.map((share) => share * 100);
  const element = make("div", { class: "mark", css: { left: `${left}%`, top: `${top}%`, width: `${right - left}%`, height: `${bottom - top}%` } });
  leaf.paper.append(element);
  return element;
}

new ResizeObserver(quietly(60, () => { if (!view.zoom) keeping(() => {}); else details(); })).observe(stage);
stage.addEventListener("wheel", (event) => {
  if (!event.ctrlKey) return;
  event.preventDefault();
  zoomTo(scale() * Math.exp(-event.deltaY / 300));
}, { passive: false });

// Two fingers zoom, as they do everywhere.
const fingers = new Map();
let span = 0;
stage.addEventListener("pointerdown", (event) => { if (event.pointerType === "touch") fingers.set(event.pointerId, event); });
for (const name of ["pointerup", "pointercancel"]) stage.addEventListener(name, (event) => { fingers.delete(event.pointerId); span = 0; });
stage.addEventListener("pointermove", (event) => {
  if (!fingers.has(event.pointerId)) return;
  fingers.set(event.pointerId, event);
  if (fingers.size !== 2) return;
  const [one, other] = [...fingers.values()];
  const now = Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
  if (span) zoomTo(scale() * (now / span));
  span = now;
});
