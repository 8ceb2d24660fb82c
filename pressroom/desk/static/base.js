// What all parts of the desk share: asking the press, making elements, and how things stand.

export const state = { look: null, findings: [], stale: false, issue: "", root: "", undo: "", settled: false };

export async function ask(name, body) {
  const answer = await fetch(name, body === undefined ? {} : { method: "POST", body: JSON.stringify(body) });
  const values = await answer.json().catch(() => ({}));
  if (!answer.ok) throw Object.assign(new Error(values.error || `the desk says ${answer.status}`), { status: answer.status, values });
  return values;
}

export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value == null) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "css") for (const [property, said] of Object.entries(value)) element.style.setProperty(property, said);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child != null && child !== false));
  return element;
}

export const find = (name) => document.getElementById(name);

let later;
export function say(text, kind = "") {
  const status = find("status");
  status.textContent = text;
  status.className = kind;
  clearTimeout(later);
  if (kind === "wrong") later = setTimeout(() => say(""), 8000);
}

export const count = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;

export function quietly(wait, act) {
  let timer;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...given), wait);
  };
}

// Ask for a few values; none where it was called off.
export function askFor(title, fields) {
  const dialog = find("ask");
  dialog.querySelector("h2").textContent = title;
  dialog.setAttribute("aria-label", title);
  const inputs = fields.map(({ label, value = "", choices, type = "text" }) => {
    const input = choices
      ? make("select", {}, ...choices.map((one) => make("option", { value: one, selected: one === value }, one)))
      : make("input", { type, value, required: true });
    return [make("label", {}, label, input), input];
  });
  dialog.querySelector(".fields").replaceChildren(...inputs.map(([label]) => label));
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((done) => {
    dialog.addEventListener("close", () => done(dialog.returnValue ? inputs.map(([, input]) => input.value) : null), { once: true });
  });
}

export async function change(name, body) {
  try {
    const answer = await ask(name, body);
    if ("undo" in answer) showUndo(answer.undo);
    return answer;
  } catch (error) {
    say(error.message, "wrong");
    return null;
  }
}

export function showUndo(words) {
  state.undo = words;
  find("undo").hidden = !words;
  find("undo").textContent = words ? `Undo: ${words}` : "Undo";
}
