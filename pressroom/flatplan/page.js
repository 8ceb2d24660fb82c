(() => {
  const root = document.documentElement, board = document.querySelector(".board");
  const spreads = [...board.querySelectorAll("button")], range = document.querySelector("input[type=range]");
  const set = (w) => { root.style.setProperty("--w", w + "px"); range.value = Math.round(w); };
  const fit = () => {
    const wide = board.clientWidth, most = innerWidth > 640 ? 40 : 2;
    for (let columns = 2; columns <= most; columns++) {
      const w = Math.floor(10 * (wide - 4 * (columns - 1) - 1) / (2.2 * columns - 0.2)) / 10;
      set(Math.max(w, +range.min));
      if (w <= range.min || root.scrollHeight <= innerHeight) return;
    }
  };
  range.addEventListener("input", () => set(range.value));
  document.querySelector(".tools button").addEventListener("click", fit);
  fit();
  const dialog = document.querySelector("dialog"), large = dialog.querySelector(".large"), words = dialog.querySelector("p");
  let at = 0;
  const show = (number) => {
    at = (number + spreads.length) % spreads.length;
    large.replaceChildren(...[...spreads[at].querySelectorAll(".leaf")].map((leaf) => {
      const picture = leaf.querySelector("img");
      if (picture && !leaf.classList.contains("blank")) return picture.cloneNode();
      const note = document.createElement("p");
      note.textContent = leaf.title;
      return note;
    }));
    words.textContent = spreads[at].getAttribute("aria-label");
  };
  spreads.forEach((button, number) => button.addEventListener("click", () => { show(number); dialog.showModal(); }));
  const [back, on, close] = dialog.querySelectorAll("button");
  back.addEventListener("click", () => show(at - 1));
  on.addEventListener("click", () => show(at + 1));
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => spreads[at].focus());
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") show(at - 1);
    if (event.key === "ArrowRight") show(at + 1);
  });
  board.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key], here = spreads.indexOf(event.target);
    if (step && here >= 0) { event.preventDefault(); spreads[(here + step + spreads.length) % spreads.length].focus(); }
  });
})();
