/* The grid of reports: moving between its boxes, a block pasted from Excel, each row saved by itself. */
(() => {
  "use strict";

  const form = document.querySelector("form[data-ttdn-grid]");
  if (!form) return;
  const all = (selector, root = form) => [...root.querySelectorAll(selector)];
  const rows = all("tr[data-ttdn-row]");
  const where = form.querySelector("[data-ttdn-where]");
  const boxOf = (cell) => cell.querySelector("input:not([type=hidden]), textarea");
  const cellsOf = (row) => all("[data-ttdn-cell]", row).sort((a, b) => a.dataset.ttdnCell - b.dataset.ttdnCell);
  const cellAt = (row, column) => row?.querySelector(`[data-ttdn-cell="${column}"]`);
  const clock = () => new Date().toTimeString().slice(0, 5);

  /* --- What a row holds, and where it is safe ---------------------------------------------------------- */
  const boxesOf = (row) => cellsOf(row).map(boxOf);
  const valuesOf = (row) => boxesOf(row).map((box) => [box.name, box.value]);
  const hidden = (row, name) => row.querySelector(`input[type=hidden][name$="-${name}"]`);
  const keyOf = (row) => `ttdn:grid:${location.pathname}:${row.dataset.ttdnRow}:${form.dataset.ttdnPerson}`;
  const state = new Map(rows.map((row) => [row, { safe: JSON.stringify(valuesOf(row)), timer: 0, sending: false, stopped: false }]));
  const isOpen = (row) => JSON.stringify(valuesOf(row)) !== state.get(row).safe;
  const stateLine = (row) => row.querySelector("[data-ttdn-state]");

  const keep = (row) => {
    try { localStorage.setItem(keyOf(row), JSON.stringify({ at: Date.now(), version: hidden(row, "version").value, values: valuesOf(row) })); return true; } catch { return false; }
  };
  const drop = (row) => { try { localStorage.removeItem(keyOf(row)); } catch { /* nothing was kept either */ } };

  const tell = () => {
    const waiting = rows.filter(isOpen).length;
    const bad = all('[data-ttdn-is="bad"]').length;
    where.textContent = [waiting ? `${waiting} hàng chờ lưu` : "Mọi hàng đã lưu", bad ? `${bad} ô chưa đúng` : ""].filter(Boolean).join(" · ");
    where.classList.toggle("ttdn-form__where--bad", bad > 0);
  };
  const say = (row, text, link) => {
    const line = stateLine(row);
    line.textContent = text;
    if (!link) return;
    const anchor = document.createElement("a");
    Object.assign(anchor, { href: link, textContent: "So hai bản" });
    line.append(" ", anchor);
  };
  const mark = (cell, is, error = "") => {
    if (is) cell.dataset.ttdnIs = is;
    else delete cell.dataset.ttdnIs;
    const line = cell.querySelector("[data-ttdn-cell-error]");
    line.textContent = error;
    line.hidden = !error;
    boxOf(cell).setAttribute("aria-invalid", String(Boolean(error)));
  };
  const warn = (cell, words = "") => {
    const line = cell.querySelector("[data-ttdn-cell-warning]");
    line.textContent = words && `Kiểm tra lại: ${words}`;
    line.hidden = !words;
  };

  /* --- Saving: a row at a time, never while it is on its way ------------------------------------------------ */
  async function save(row, keepalive = false) {
    const my = state.get(row);
    clearTimeout(my.timer);
    if (my.sending || my.stopped || !isOpen(row)) return;
    my.sending = true;
    const sent = valuesOf(row), data = new FormData();
    [["csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value], ["hang", row.dataset.ttdnRow], ...sent].forEach(([name, value]) => data.set(name, value));
    ["version", "seen"].forEach((name) => data.set(hidden(row, name).name, hidden(row, name).value));
    try {
      const answer = await fetch(form.dataset.ttdnGrid, { method: "POST", body: data, keepalive, redirect: "manual", credentials: "same-origin", headers: { Accept: "application/json", "X-Requested-With": "fetch", "X-CSRFToken": data.get("csrfmiddlewaretoken") } });
      const told = await answer.json().catch(() => ({}));
      if (answer.ok) taken(row, sent, told);
      else refused(row, answer, told);
    } catch {
      say(row, "Chưa lưu được lên máy chủ, bài vẫn còn trên máy này");
    } finally {
      my.sending = false;
      if (isOpen(row) && !my.stopped && !my.wrong) my.timer = setTimeout(() => save(row), 15000);
      tell();
    }
  }

  function taken(row, sent, told) {
    const my = state.get(row);
    my.safe = JSON.stringify(sent);
    hidden(row, "version").value = told.version;
    hidden(row, "seen").value = told.seen;
    cellsOf(row).forEach((cell) => {
      const box = boxOf(cell);
      const same = sent.some(([name, value]) => name === box.name && value === box.value);
      if (["waiting", "bad"].includes(cell.dataset.ttdnIs)) mark(cell, same ? "saved" : "waiting");
      warn(cell, told.warnings?.[box.name]);
    });
    if (isOpen(row)) keep(row); else drop(row);
    say(row, `Đã lưu ${told.saved_at}`);
  }

  function refused(row, answer, told) {
    if (answer.status === 422 && told.errors) {
      cellsOf(row).forEach((cell) => { const error = told.errors[boxOf(cell).name]; if (error) mark(cell, "bad", error); });
      state.get(row).wrong = true;
      say(row, `Chưa lưu: ${told.message}`);
    } else if (answer.status === 409) {
      state.get(row).stopped = true;
      say(row, told.message, told.compare);
    } else if (answer.type === "opaqueredirect" || answer.status === 403) {
      say(row, "Phiên đăng nhập đã hết; bài còn trên máy này. Đăng nhập lại ở thẻ khác rồi tải lại trang.");
    } else {
      say(row, told.message || "Chưa lưu được lên máy chủ, bài vẫn còn trên máy này");
    }
  }

  const typed = (cell, wait = 2500) => {
    const row = cell.closest("tr"), my = state.get(row);
    my.wrong = false;
    mark(cell, "waiting");
    keep(row);
    say(row, "Chờ lưu");
    clearTimeout(my.timer);
    my.timer = setTimeout(() => save(row), wait);
    tell();
  };

  form.addEventListener("input", (event) => { const cell = event.target.closest("[data-ttdn-cell]"); if (cell) typed(cell); });
  form.addEventListener("focusout", (event) => {
    const row = event.target.closest("tr[data-ttdn-row]");
    if (row && !row.contains(event.relatedTarget)) save(row);
  });
  document.addEventListener("visibilitychange", () => { if (document.hidden) rows.filter(isOpen).forEach((row) => save(row, true)); });
  let leaving = false;
  form.addEventListener("submit", () => { leaving = true; });
  window.addEventListener("beforeunload", (event) => { if (!leaving && rows.some(isOpen)) event.preventDefault(); });

  /* --- Moving: arrows between boxes where the caret has nowhere to go, Enter to the box below --------------- */
  const go = (box) => { if (!box) return; box.focus(); box.select?.(); };
  const step = (cell, down, right) => {
    const row = cell.closest("tr");
    if (right) { const line = cellsOf(row); return boxOf(line[line.indexOf(cell) + right] || cell); }
    for (let at = rows.indexOf(row) + down; rows[at]; at += down) {
      const found = cellAt(rows[at], cell.dataset.ttdnCell);
      if (found) return boxOf(found);
    }
    return null;
  };
  const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  form.addEventListener("keydown", (event) => {
    const cell = event.target.closest("[data-ttdn-cell]");
    if (!cell || event.isComposing || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const box = event.target, end = box.value.length;
    if (event.key === "Enter" && box.tagName === "INPUT") {
      event.preventDefault();
      go(step(cell, 1, 0));
      return;
    }
    const move = MOVES[event.key];
    if (!move) return;
    const whole = box.selectionStart === 0 && box.selectionEnd === end;
    const atStart = box.selectionEnd === 0, atEnd = box.selectionStart === end;
    const isFree = whole || (move[0] < 0 || move[1] < 0 ? atStart : atEnd) || (box.tagName === "INPUT" && move[0] !== 0);
    if (!isFree) return;
    const next = step(cell, ...move);
    if (!next || next === box) return;
    event.preventDefault();
    go(next);
  });

  /* --- A block from Excel: tabs to the right, lines downwards; a quoted cell may hold several lines -------------- */
  const parse = (text) => {
    const table = [[""]];
    let quoted = false;
    const put = (sign) => { table[table.length - 1][table[table.length - 1].length - 1] += sign; };
    const source = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    for (let at = 0; at < source.length; at += 1) {
      const sign = source[at], line = table[table.length - 1];
      if (quoted && sign === '"' && source[at + 1] === '"') { put('"'); at += 1; }
      else if (quoted && sign === '"') quoted = false;
      else if (!quoted && sign === '"' && line[line.length - 1] === "") quoted = true;
      else if (!quoted && sign === "\t") line.push("");
      else if (!quoted && sign === "\n") table.push([""]);
      else put(sign);
    }
    return table;
  };

  /* Text of several lines from Word is one text; only a table, or plain text, spreads over the boxes below. */
  const blockOf = (clipboard) => {
    const text = clipboard.getData("text/plain"), html = clipboard.getData("text/html");
    if (!text || (html && !/<table/i.test(html))) return null;
    const table = parse(text);
    const isBlock = table.length > 1 || table[0].length > 1 || (text.startsWith('"') && table[0][0] !== text.trim());
    return isBlock ? table : null;
  };

  const lines = all("tbody tr.ttdn-grid__row"); // locked rows too: a value meant for one of them goes to no other
  const fill = (first, table) => {
    const before = [], column = Number(first.dataset.ttdnCell), top = lines.indexOf(first.closest("tr"));
    let lost = 0;
    table.forEach((values, down) => values.forEach((value, right) => {
      const cell = cellAt(lines[top + down], column + right), box = cell && boxOf(cell);
      if (!box) { lost += value.trim() ? 1 : 0; return; }
      before.push([cell, box.value]);
      box.value = box.tagName === "INPUT" ? value.replace(/\s*\n\s*/g, " ").trim() : value.trim();
      typed(cell, 300);
    }));
    return { before, lost };
  };

  const report = ({ before, lost }) => {
    const touched = new Set(before.map(([cell]) => cell.closest("tr"))).size;
    where.textContent = `Đã dán ${before.length} ô vào ${touched} hàng${lost ? `; ${lost} ô không có chỗ (hàng đã khóa, hết hàng hoặc không có chỉ tiêu)` : ""}. `;
    const undo = document.createElement("button");
    Object.assign(undo, { type: "button", className: "ttdn-btn ttdn-btn--small", textContent: "Hoàn tác dán" });
    undo.addEventListener("click", () => {
      before.forEach(([cell, value]) => { boxOf(cell).value = value; typed(cell, 300); });
      undo.remove();
    });
    where.append(undo);
  };

  form.addEventListener("paste", (event) => {
    const cell = event.target.closest("[data-ttdn-cell]");
    const table = cell && event.clipboardData && blockOf(event.clipboardData);
    if (!table) return;
    event.preventDefault();
    event.stopPropagation();
    report(fill(cell, table));
  }, true);

  /* --- What was typed here and never reached the server --------------------------------------------------------- */
  rows.forEach((row) => {
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(keyOf(row))); } catch { return; }
    if (!kept?.values || JSON.stringify(kept.values) === state.get(row).safe) { drop(row); return; }
    hidden(row, "version").value = kept.version; // an older one is refused by the server, which keeps both texts
    const values = new Map(kept.values);
    cellsOf(row).forEach((cell) => {
      const box = boxOf(cell);
      if (!values.has(box.name) || values.get(box.name) === box.value) return;
      box.value = values.get(box.name);
      mark(cell, "waiting");
    });
    say(row, "Đã lấy lại phần gõ dở trên máy này");
    state.get(row).timer = setTimeout(() => save(row), 300);
  });
  tell();
})();
