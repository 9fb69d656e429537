/* What the pages gain when JavaScript runs; each page works without it. Hooks are data-ttdn-*; see docs/components.md. */
(() => {
  "use strict";

  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const on = (type, handler, options) => document.addEventListener(type, handler, options);
  const clock = (date = new Date()) => date.toTimeString().slice(0, 5);
  const make = (tag, className, text) => {
    const node = document.createElement(tag);
    node.className = className;
    if (text) node.textContent = text;
    return node;
  };
  const store = {
    read(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
    write(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch { return false; } },
    drop(key) { try { localStorage.removeItem(key); } catch { /* storage is closed: nothing was kept either */ } },
  };

  /* --- Small things ------------------------------------------------------------------------- */
  const wake = (root) => all("[data-ttdn-js]", root).forEach((node) => { node.hidden = false; });
  wake(document);

  const summary = document.querySelector("[data-ttdn-errors]");
  if (summary) {
    summary.focus();
    if (!document.title.startsWith("Lỗi:")) document.title = `Lỗi: ${document.title}`;
  }

  on("click", (event) => {
    if (event.target.closest("[data-ttdn-print]")) window.print();
    const copy = event.target.closest("[data-ttdn-copy]");
    if (copy) { event.preventDefault(); copyText(copy); }
    const clip = event.target.closest("[data-ttdn-clip]");
    if (clip) toClipboard(clip);
  });

  /* Where the browser gives no clipboard (plain http), the text is chosen and the older way tried. */
  async function toClipboard(button) {
    const box = document.getElementById(button.dataset.ttdnClip);
    box.select();
    try {
      if (navigator.clipboard) await navigator.clipboard.writeText(box.value);
      else if (!document.execCommand("copy")) throw new Error("no clipboard");
      button.textContent = "Đã chép";
    } catch { button.textContent = "Bấm Ctrl C để chép"; }
  }

  on("keydown", (event) => {
    const find = document.querySelector("[data-ttdn-find]");
    const typing = event.target.closest("input:not([type=checkbox], [type=radio], [type=file]), textarea, select");
    const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && document.documentElement.dataset.ttdnKeys !== "off";
    const palette = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k";
    if (!find || !(slash || palette)) return;
    event.preventDefault();
    const menu = find.closest("[popover]");
    if (menu?.showPopover && getComputedStyle(menu).display === "none") menu.showPopover();
    find.focus();
    find.select();
  });

  /* --- Copy from the last period; the copy is marked until somebody edits it: here, and on the server by `copied` --- */
  const claim = (box, isCopy) => {
    const list = box.form?.elements.copied;
    if (list) list.value = [...new Set(list.value.split(" ").filter((name) => name && name !== box.name).concat(isCopy ? box.name : []))].join(" ");
  };
  const unmark = (box, mark) => box.addEventListener("input", () => { mark.remove(); claim(box, false); }, { once: true });
  all("[data-ttdn-copied-mark]").forEach((mark) => unmark(mark.parentNode.querySelector("textarea"), mark));

  function copyText(button) {
    const source = document.getElementById(button.dataset.ttdnCopy);
    const target = document.getElementById(button.dataset.ttdnTarget);
    if (!source || !target) return;
    const text = (source.value ?? source.textContent).trim();
    const own = target.value.trim();
    if (own.includes(text)) { target.focus(); return; }
    target.value = own ? `${own}\n\n${text}` : text;
    target.dispatchEvent(new Event("input", { bubbles: true }));
    const mark = make("p", "ttdn-field__copied", button.dataset.ttdnCopied || "Vừa chép từ kỳ trước, chưa sửa.");
    mark.setAttribute("role", "status");
    target.after(mark);
    if (source.id.endsWith("_truoc")) claim(target, true);
    unmark(target, mark);
    target.focus();
  }

  /* --- Character count: quiet until three quarters, typing beyond the limit is allowed and told --- */
  all("textarea[maxlength], [data-ttdn-count] textarea, [data-ttdn-count] input").forEach((box) => {
    const limit = Number(box.getAttribute("maxlength") || box.closest("[data-ttdn-count]").dataset.ttdnCount);
    if (!limit || limit < 0) return;
    box.removeAttribute("maxlength");
    const line = make("p", "ttdn-field__count");
    line.setAttribute("aria-live", "polite");
    box.after(line);
    const count = () => {
      const left = limit - box.value.normalize("NFC").replace(/\r?\n/g, "\r\n").length;
      const shown = Math.abs(left).toLocaleString("vi-VN");
      line.classList.toggle("ttdn-field__count--over", left < 0);
      line.textContent = left < 0 ? `Quá ${shown} ký tự` : left <= limit / 4 ? `Còn ${shown} ký tự` : "";
    };
    box.addEventListener("input", count);
    count();
  });

  /* --- Files: wrong type, too big or empty is said before the upload ------------------------------ */
  on("change", (event) => {
    const box = event.target;
    if (box.type !== "file") return;
    const place = box.closest(".ttdn-filebox") || box;
    place.parentNode.querySelector("[data-ttdn-file-error]")?.remove();
    const kinds = (box.accept || "").split(",").map((kind) => kind.trim().toLowerCase()).filter((kind) => kind.startsWith("."));
    const most = Number(box.dataset.ttdnMaxMb || 0);
    const faults = [...box.files].flatMap((file) => {
      if (kinds.length && !kinds.some((kind) => file.name.toLowerCase().endsWith(kind))) return [`“${file.name}” không đúng loại. Chỉ nhận: ${kinds.join(", ")}.`];
      if (most && file.size > most * 1048576) return [`“${file.name}” nặng ${(file.size / 1048576).toLocaleString("vi-VN", { maximumFractionDigits: 1 })} MB. Mỗi tệp không quá ${most} MB.`];
      return file.size ? [] : [`“${file.name}” là tệp rỗng. Mở tệp kiểm tra rồi chọn lại.`];
    });
    if (!faults.length) return;
    box.value = "";
    const line = make("p", "ttdn-field__error", faults.join(" "));
    line.dataset.ttdnFileError = "";
    line.setAttribute("role", "alert");
    place.before(line);
  });

  /* --- Files: the button and the names chosen, in Vietnamese whatever the browser speaks ----------- */
  all("input[type=file]").forEach((box) => {
    const pick = make("div", "ttdn-filebox");
    const names = make("span", "ttdn-filebox__names");
    const button = make("span", "ttdn-btn ttdn-btn--small", "Chọn tệp");
    [names, button].forEach((part) => part.setAttribute("aria-hidden", "true"));
    const tell = () => { names.textContent = [...box.files].map((file) => file.name).join(", ") || "Chưa chọn tệp nào"; };
    box.replaceWith(pick);
    pick.append(button, names, box);
    box.addEventListener("change", () => setTimeout(tell)); // after the check of the files, which may take them back
    tell();
  });

  /* --- A field that means something only with another's value; what is written in it is never hidden --- */
  all("[data-ttdn-when]").forEach((box) => {
    const [name, value] = box.dataset.ttdnWhen.split("=");
    const own = box.querySelector("input, select, textarea");
    const other = own?.form?.elements[name];
    if (!other) return;
    const show = () => { box.hidden = other.value.replace(/[%\s]/g, "") !== value && !own.value && !box.querySelector(".ttdn-field--bad, .ttdn-field__comment"); };
    other.addEventListener("input", show);
    show();
  });

  /* --- Tick all of a list -------------------------------------------------------------------------- */
  all("[data-ttdn-all]").forEach((master) => {
    const scope = master.form || document;
    const boxes = () => all(`input[type="checkbox"][name="${master.dataset.ttdnAll}"]:not(:disabled)`, scope);
    const told = scope.querySelector("[data-ttdn-chosen]");
    const tell = () => {
      const chosen = boxes().filter((box) => box.checked).length;
      master.checked = chosen > 0 && chosen === boxes().length;
      master.indeterminate = chosen > 0 && !master.checked;
      if (told) told.textContent = chosen ? `Đã chọn ${chosen}` : "Chưa chọn mục nào";
    };
    master.addEventListener("change", () => { boxes().forEach((box) => { box.checked = master.checked; }); tell(); });
    scope.addEventListener("change", (event) => { if (event.target !== master) tell(); });
    tell();
  });

  /* --- One click, one request: buttons rest only after the browser has taken their name and value ---- */
  const resting = new WeakSet();
  on("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || event.submitter?.formTarget) return; // a preview opens beside
    if (resting.has(form)) { event.preventDefault(); return; }
    resting.add(form);
    const buttons = all("button, input[type=submit]", form).filter((button) => !button.disabled && button.type === "submit");
    setTimeout(() => buttons.forEach((button) => { button.disabled = true; }));
    const rouse = () => { resting.delete(form); buttons.forEach((button) => { button.disabled = false; }); };
    if ("ttdnAgain" in form.dataset) setTimeout(rouse, 4000); // the answer is a file: the page stays
    window.addEventListener("pageshow", (back) => { if (back.persisted) rouse(); }, { once: true });
  });

  /* --- Forms that keep what is written --------------------------------------------------------------- */
  const contents = (form) => {
    const pairs = [];
    new FormData(form).forEach((value, name) => { if (typeof value === "string" && !["csrfmiddlewaretoken", "version", "read_at"].includes(name)) pairs.push([name, value]); });
    return JSON.stringify(pairs);
  };

  const refill = (form, pairs) => {
    const values = new Map();
    JSON.parse(pairs).forEach(([name, value]) => values.set(name, [...(values.get(name) || []), value.replace(/\r\n/g, "\n")]));
    [...form.elements].forEach((box) => {
      if (!box.name || ["file", "hidden", "submit", "button"].includes(box.type)) return;
      const mine = values.get(box.name) || [];
      if (box.type === "checkbox" || box.type === "radio") box.checked = mine.includes(box.value);
      else if (box.multiple) [...box.options].forEach((option) => { option.selected = mine.includes(option.value); });
      else if (mine.length) box.value = mine.length > 1 ? mine.shift() : mine[0];
      const fold = box.closest("details");
      if (fold && box.value) fold.open = true;
      box.dispatchEvent(new Event("input", { bubbles: true }));
    });
  };

  all("form[data-ttdn-unsaved], form[data-ttdn-autosave]").forEach((form) => {
    const address = form.dataset.ttdnAutosave;
    const keeps = Boolean(address) || "ttdnKeep" in form.dataset; // without an address: kept on this machine alone
    const key = `ttdn:${form.dataset.ttdnKey || address || location.pathname}`;
    const where = form.querySelector("[data-ttdn-where]");
    const version = form.elements.version || form.elements.read_at;
    let safe = contents(form);
    let sending = false, stopped = false, leaving = false, marked = false, held = null, timer = 0, serverAt = "", localAt = "";

    const say = (text, bad = false) => {
      if (!where) return;
      where.textContent = text;
      where.classList.toggle("ttdn-form__where--bad", bad);
    };
    const sayWhere = () => say([serverAt && `Đã lưu trên máy chủ ${serverAt}`, localAt && (serverAt ? `trên máy này ${localAt}` : `Đã lưu trên máy này ${localAt}`)].filter(Boolean).join(" · "));
    const sayLost = (why) => say(why || (localAt ? "Chưa lưu được lên máy chủ, bài vẫn còn trên máy này" : "Chưa lưu được lên máy chủ; máy này không cho lưu tạm, đừng đóng trang"), true);
    const panel = (title, text, ...buttons) => {
      form.querySelector("[data-ttdn-panel]")?.remove();
      const box = make("section", "ttdn-note ttdn-note--wait");
      box.dataset.ttdnPanel = "";
      box.setAttribute("role", "alert");
      box.append(make("h2", "ttdn-note__title", title), make("p", "ttdn-note__text", text));
      const row = make("div", "ttdn-btns");
      buttons.forEach(([label, act]) => {
        const button = make("button", "ttdn-btn ttdn-btn--small", label);
        button.type = "button";
        button.addEventListener("click", () => { box.remove(); act(); });
        row.append(button);
      });
      box.append(row);
      form.prepend(box);
    };

    /* A text with a secrecy marking is kept nowhere, not on this machine either, until the server has taken it. */
    const forget = () => { marked = true; localAt = ""; store.drop(key); };
    const keep = (state = {}) => {
      if (marked) return;
      if (store.write(key, { at: Date.now(), version: version?.value || "", pairs: contents(form), ...state })) localAt = clock();
    };

    /* The person signs in again in another tab; coming back, the page takes the new token and saves what waits. */
    const renew = async () => {
      const answer = await fetch(location.href, { credentials: "same-origin", redirect: "manual" }).catch(() => null);
      if (!answer?.ok) return;
      const token = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[name=csrfmiddlewaretoken]")?.value;
      if (!token) return;
      all("[name=csrfmiddlewaretoken]").forEach((box) => { box.value = token; });
      window.removeEventListener("focus", renew);
      form.querySelector("[data-ttdn-panel]")?.remove();
      save();
    };
    const askLogin = () => {
      window.addEventListener("focus", renew);
      panel("Phiên đăng nhập đã hết", "Đăng nhập lại ở thẻ mới rồi trở về đây: bài được lưu tiếp, không phải viết lại.", ["Đăng nhập lại", () => { window.open("/dang-nhap/", "_blank"); }], ["Tôi đã đăng nhập", renew]);
    };

    async function save(keepalive = false) {
      clearTimeout(timer);
      if (!address || stopped || sending || contents(form) === safe) return;
      sending = true;
      const sent = contents(form);
      const data = new FormData(form);
      [...data.entries()].forEach(([name, value]) => { if (value instanceof File) data.delete(name); });
      try {
        const answer = await fetch(address, { method: form.dataset.ttdnMethod || "POST", body: data, keepalive, redirect: "manual", credentials: "same-origin", headers: { Accept: "application/json", "X-Requested-With": "fetch", "X-CSRFToken": data.get("csrfmiddlewaretoken") || "" } });
        const told = await answer.json().catch(() => ({}));
        if (answer.ok) {
          safe = sent;
          marked = false;
          serverAt = told.saved_at || clock();
          if (version && told.version !== undefined) version.value = told.version;
          keep({ synced: contents(form) === sent });
          sayWhere();
          form.dispatchEvent(new CustomEvent("ttdn:saved", { bubbles: true }));
        } else if (answer.status === 409) {
          stopped = true;
          sayLost("Người khác đã lưu bản mới hơn; bài của anh/chị còn trên máy này");
          panel("Người khác đã lưu bản mới hơn", told.message || "Bài anh/chị đang viết còn nguyên trên trang này và trên máy này. Tải lại trang để xem bản mới, rồi chọn giữ bản nào.", ["Tải lại trang", () => { leaving = true; location.reload(); }]);
        } else if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
          sayLost("Phiên đăng nhập đã hết; bài vẫn còn trên máy này.");
          askLogin();
        } else {
          if (told.forget) forget();
          sayLost(told.message);
        }
      } catch {
        sayLost();
      } finally {
        sending = false;
        if (held) { const button = held; held = null; form.requestSubmit(button === form ? undefined : button); }
        else if (contents(form) !== safe && !stopped) timer = setTimeout(save, 15000);
      }
    }

    form.addEventListener("input", () => {
      if (contents(form) === safe || !keeps) return;
      keep();
      sayWhere();
      clearTimeout(timer);
      if (address) timer = setTimeout(save, 2500);
    });
    form.addEventListener("submit", (event) => {
      if (event.submitter?.formTarget) return;
      if (sending) { event.preventDefault(); held = event.submitter || form; return; }
      clearTimeout(timer);
      leaving = true;
      if (keeps && contents(form) !== safe) keep({ submitted: true, isNew: !address });
    });
    if (address) on("visibilitychange", () => { if (document.hidden && !leaving) save(true); });
    window.addEventListener("beforeunload", (event) => { if (!leaving && !event.defaultPrevented && contents(form) !== safe) event.preventDefault(); });
    window.addEventListener("pageshow", (event) => { if (event.persisted) leaving = false; });

    if (document.querySelector("[data-ttdn-errors]")?.textContent.includes("Có chữ chỉ độ mật")) forget();
    const kept = keeps ? store.read(key) : null;
    if (!kept) return;
    if (kept.isNew && document.querySelector("[data-ttdn-errors]")) return; // the page holds what was sent
    if (kept.isNew && kept.submitted && document.querySelector(".ttdn-message--success")) { store.drop(key); return; } // saved: this blank form is for the next one
    if (kept.synced || kept.pairs === safe || (kept.submitted && kept.version !== (version?.value || ""))) { store.drop(key); return; }
    const at = clock(new Date(kept.at));
    const useLocal = () => { refill(form, kept.pairs); keep(); save(); };
    if (kept.version === (version?.value || "")) {
      const before = safe;
      useLocal();
      const undo = () => { refill(form, before); store.drop(key); save(); };
      if (address) panel("Đã lấy lại bài viết dở", `Bài viết lúc ${at} trên máy này chưa kịp lên máy chủ, nay đã đặt lại vào các ô.`, ["Dùng bản trên máy chủ", undo], ["Đóng", () => {}]);
      else panel("Đã lấy lại phần gõ dở", `Những gì gõ lúc ${at} trên máy này chưa gửi đi, nay đã đặt lại vào các ô.`, ["Bỏ phần gõ dở", undo], ["Đóng", () => {}]);
    } else if (!address) {
      panel("Trên máy này còn phần gõ dở", `Mục này đã thay đổi từ khi anh/chị gõ lúc ${at}. Anh/chị muốn dùng lại những gì đã gõ không?`, ["Dùng lại", useLocal], ["Bỏ", () => store.drop(key)]);
    } else {
      panel("Trên máy này còn một bài viết dở", `Bài viết lúc ${at} trên máy này khác bản đang ở máy chủ. Anh/chị muốn dùng bản nào?`, ["Dùng bản trên máy này", useLocal], ["Dùng bản trên máy chủ", () => store.drop(key)]);
    }
  });

  /* Copies the server has, or older than a month, help nobody and others may sit at this machine. Opening the storage
     holds the page up: not before it stands. */
  (window.requestIdleCallback || setTimeout)(() => {
    try {
      const done = Boolean(document.querySelector(".ttdn-message--success"));
      Object.keys(localStorage).filter((key) => key.startsWith("ttdn:")).forEach((key) => {
        const kept = store.read(key);
        if (!kept || kept.synced || (done && kept.isNew && kept.submitted) || Date.now() - kept.at > 2678400000) store.drop(key);
      });
    } catch { /* storage is closed */ }
  });

  /* --- Text pasted from Word: paragraphs and lists stay, the rest goes ------------------------------- */
  const pastedText = (html) => {
    const lines = [];
    let line = "";
    const end = () => { if (line.trim()) lines.push(line.replace(/\s+/g, " ").trim()); line = ""; };
    const wordItem = (node) => /mso-list:\s*l\d+\s+level(\d)/i.exec(node.getAttribute("style") || "");
    const walk = (node, depth) => {
      if (node.nodeType === Node.TEXT_NODE) { line += node.textContent; return; }
      if (node.nodeType !== Node.ELEMENT_NODE || /^(STYLE|SCRIPT|HEAD|TITLE|META|LINK|XML)$/i.test(node.tagName)) return;
      if (/mso-list:\s*Ignore/i.test(node.getAttribute("style") || "")) {
        const mark = node.textContent.trim();
        line = /^[\dIVX]+[.)]|^[a-zđ][.)]/.test(mark) ? `${mark} ` : line;
        return;
      }
      const isBlock = /^(P|DIV|LI|H[1-6]|TR|BLOCKQUOTE|UL|OL|TABLE|SECTION|ARTICLE)$/.test(node.tagName);
      if (node.tagName === "BR") { end(); return; }
      if (isBlock) end();
      const item = wordItem(node);
      if (node.tagName === "LI") line = node.parentNode.tagName === "OL" ? `${[...node.parentNode.children].indexOf(node) + 1}. ` : depth > 1 ? "+ " : "- ";
      else if (item) line = Number(item[1]) > 1 ? "+ " : "- ";
      node.childNodes.forEach((child) => walk(child, depth + (/^(UL|OL)$/.test(node.tagName) ? 1 : 0)));
      if (/^T[DH]$/.test(node.tagName) && node.nextElementSibling) line += "; ";
      if (isBlock) end();
    };
    walk(new DOMParser().parseFromString(html, "text/html").body, 0);
    end();
    return lines.join("\n");
  };

  on("paste", (event) => {
    const box = event.target;
    const html = event.clipboardData?.getData("text/html");
    if (box.tagName !== "TEXTAREA" || !html) return;
    const text = pastedText(html);
    if (!text) return;
    event.preventDefault();
    if (!document.execCommand("insertText", false, text)) {
      box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });

  /* --- A page that waits for a long job ------------------------------------------------------------- */
  all("[data-ttdn-poll]").forEach((box) => {
    let wait = 2000, seen = "";
    const ask = async () => {
      try {
        const answer = await fetch(box.dataset.ttdnPoll, { headers: { "X-Requested-With": "fetch" }, credentials: "same-origin" });
        if (!answer.ok || answer.redirected) throw new Error(answer.status);
        const text = await answer.text();
        if (text !== seen) {
          box.innerHTML = text;
          wake(box);
        }
        seen = text;
        wait = 2000;
      } catch { wait = Math.min(wait * 2, 30000); }
      if (!box.querySelector("[data-ttdn-done]")) setTimeout(ask, wait);
    };
    if (!box.querySelector("[data-ttdn-done]")) setTimeout(ask, wait);
  });
})();
