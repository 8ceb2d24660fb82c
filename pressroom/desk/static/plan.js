// The flatplan: slots as cards that can be moved, swapped, given pages, doubled and taken out.
import { askFor, change, make, state } from "./base.js";
import { planSheet, view } from "./stage.js";
import { open } from "./editor.js";

let lifted = null;

export function drawPlan() {
  if (view.mode !== "plan" || !state.look) return;
  const { slots, spreads } = state.look;
  const leaves = spreads.flat().filter(Boolean);
  planSheet.replaceChildren(...slots.map((slot) => card(slot, leaves.filter((leaf) => leaf.slot === slot.index))));
}

function card(slot, leaves) {
  const thumbs = leaves.flatMap((leaf, number) => [number && leaf.recto === false ? make("i", { class: "gap" }) : null, thumb(slot, leaf)]);
  const name = slot.articles[0]?.headline || slot.kind;
  const say = slot.problem ? "not set" : slot.overset ? `${slot.overset.lines} lines over` : slot.fills.length && leaves.length > 1 ? `${Math.round(100 * slot.fills.at(-1))} %` : "";
  const buttons = slot.covers ? [] : [
    button("−", "One page less", slot, () => change("plan", { what: "pages", slot: slot.index, pages: slot.labels.length - 1 }), slot.labels.length < 2),
    button("+", "One page more", slot, () => change("plan", { what: "pages", slot: slot.index, pages: slot.labels.length + 1 })),
    button("◂", "Move before the slot before it", slot, () => change("plan", { what: "move", slot: slot.index, target: slot.index - 1 }), !inside(slot.index - 1)),
    button("▸", "Move behind the slot behind it", slot, () => change("plan", { what: "move", slot: slot.index, target: slot.index + 1 }), !inside(slot.index + 1)),
    button("⊕", "Insert a slot before it", slot, () => insert(slot)),
    button("Copy", "A slot like it, without its copy", slot, () => change("plan", { what: "duplicate", slot: slot.index })),
    button("×", "Take it out; its copy stays", slot, () => change("plan", { what: "remove", slot: slot.index })),
  ];
  const element = make("div", { class: `slot ${slot.covers ? "covers" : ""}`, draggable: !slot.covers && "true", css: { "--colour": leaves[0]?.colour || "" }, role: "group", "aria-label": `${slot.labels.join("–")}: ${name}` },
    make("p", { class: "name" }, make("b", {}, slot.labels.length > 1 ? `${slot.labels[0]}–${slot.labels.at(-1)}` : slot.labels[0] || ""), make("span", { title: name }, name), make("span", { class: `say ${slot.overset || slot.problem ? "bad" : ""}` }, say)),
    make("div", { class: "thumbs" }, ...thumbs),
    buttons.length > 0 && make("div", { class: "tools" }, ...buttons));
  element.tabIndex = slot.covers ? -1 : 0;
  const gaps = leaves.filter((leaf, number) => number && !leaf.recto).length;
  element.style.width = `${Math.max(leaves.length * 60 + gaps * 7 + 16, 78)}px`;
  if (!slot.covers) dragging(element, slot);
  element.addEventListener("dblclick", () => (slot.articles[0] ? open(slot.articles[0].file, 1) : open(`${state.issue}/issue.yaml`, slot.line)));
  return element;
}

const inside = (index) => state.look.slots[index] && !state.look.slots[index].covers;
const button = (sign, words, slot, act, off = false) => make("button", { title: words, "aria-label": `${words}: ${slot.name}`, onclick: act, disabled: off }, sign);

function thumb(slot, leaf) {
  const shown = slot.digest && leaf.number < slot.pages;
  const art = make("div", { class: "art" }, shown && make("img", { alt: "", loading: "lazy", draggable: "false", src: `page/${slot.digest}/${leaf.number}.png?w=${Math.round(62 * devicePixelRatio)}` }));
  return make("div", { class: "paper" }, art);
}

async function insert(slot) {
  const values = await askFor("Insert a slot", [{ label: "Kind", choices: state.look.kinds, value: "ad" }, { label: "Pages", type: "number", value: "1" }]);
  if (values) change("plan", { what: "insert", slot: slot.index, kind: values[0], pages: +values[1] || 1 });
}

// Dropped on the left part of a slot it goes before it, on the middle they change places.
function dragging(element, slot) {
  element.addEventListener("dragstart", (event) => {
    lifted = slot.index;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", slot.name);
    element.classList.add("lifted");
  });
  element.addEventListener("dragend", () => {
    lifted = null;
    document.querySelectorAll(".drop, .swap, .lifted").forEach((one) => one.classList.remove("drop", "swap", "lifted"));
  });
  element.addEventListener("dragover", (event) => {
    if (lifted === null || lifted === slot.index) return;
    event.preventDefault();
    const swaps = middle(event, element);
    element.classList.toggle("swap", swaps);
    element.classList.toggle("drop", !swaps);
  });
  element.addEventListener("dragleave", () => element.classList.remove("drop", "swap"));
  element.addEventListener("drop", (event) => {
    if (lifted === null || lifted === slot.index) return;
    event.preventDefault();
    const from = lifted;
    if (middle(event, element)) change("plan", { what: "swap", slot: from, target: slot.index });
    else change("plan", { what: "move", slot: from, target: from < slot.index ? slot.index - 1 : slot.index });
  });
}

function middle(event, element) {
  const box = element.getBoundingClientRect();
  return (event.clientX - box.left) / box.width > 0.35;
}
