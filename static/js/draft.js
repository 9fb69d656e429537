/* What the drafter's pages gain beside site.js: the official page beside the text, rows drawn to another place. */
(() => {
  "use strict";

  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const on = (type, handler) => document.addEventListener(type, handler);

  /* --- The official page beside the text, drawn anew after each save --------------------------------- */
  all("details[data-ttdn-preview]").forEach((box) => {
    const frame = box.querySelector("iframe");
    const draw = () => {
      if (!box.open) return;
      if (frame.src) frame.contentWindow.location.reload();
      else frame.src = box.dataset.ttdnPreview;
    };
    box.addEventListener("toggle", draw);
    on("ttdn:saved", draw);
  });

  /* --- Rows drawn to another place; the buttons beside them do the same --------------------------------- */
  all("form[data-ttdn-sort]").forEach((form) => {
    let held = null;
    const place = (row) => { const [kind, key, at] = row.dataset.ttdnDrag.split(":"); return { kind, key, at, home: at.split(".").slice(0, -1).join("."), n: at.split(".").pop() }; };
    const fits = (row) => { const a = place(held), b = place(row); return a.kind === b.kind && a.home === b.home && a.at !== b.at; };
    all("[data-ttdn-drag]", form).forEach((row) => {
      row.draggable = true;
      row.addEventListener("dragstart", (event) => { held = row; event.dataTransfer.effectAllowed = "move"; });
      row.addEventListener("dragover", (event) => { if (held && fits(row)) event.preventDefault(); });
      row.addEventListener("drop", (event) => {
        if (!held || !fits(row)) return;
        event.preventDefault();
        const input = document.createElement("input");
        const { kind, key, at } = place(held);
        Object.assign(input, { type: "hidden", name: "move", value: `${kind}:${key}:${at}:${place(row).n}` });
        form.append(input);
        form.requestSubmit();
      });
    });
  });
})();
