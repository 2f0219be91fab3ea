// Lays two pages of the site side by side. What is read was written by agents, too: it enters the page as text, never as markup.
"use strict";
{
  const root = new URL("./", document.currentScript.src);
  const VERSION = 1;
  const CONTEXT = 3;
  const LINES = 1500;
  const EDITS = 1500;
  const form = document.querySelector("[data-form]");
  const status = document.querySelector("[data-status]");
  const result = document.querySelector("[data-result]");

  function element(name, text, style) {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (style) made.className = style;
    return made;
  }

  const address = path => new URL(path.split("/").map(encodeURIComponent).join("/"), root);

  // The path of a page without `.html`; empty if it is no page of this site that can be compared.
  function pathOf(text) {
    try {
      const url = new URL(text.trim(), root);
      if (!text.trim() || !url.href.startsWith(root.href)) return "";
      const path = decodeURIComponent(url.pathname.slice(root.pathname.length)).replace(/\/$/, "/index").replace(/\.(html|json)$/, "");
      const known = /^(stacks\/[^/]+|runs\/[^/]+\/index|runs\/[^/]+\/[^/]+\/seed-\d+\/(index|submissions\/\d+))$/;
      return known.test(path) && !path.split("/").includes("..") ? path : "";
    } catch {
      return "";
    }
  }

  async function load(path) {
    const answer = await fetch(address(path));
    if (!answer.ok) throw new Error(path + " is not there (" + answer.status + ")");
    const data = await answer.json();
    if (data.version !== VERSION) throw new Error(path + " has version " + data.version + "; this page reads " + VERSION);
    return data;
  }

  // What a page says. The submissions of an attempt share one file, and are what one is compared with.
  async function page(path) {
    const [, attempt] = path.match(/^(.*\/)submissions\/\d+$/) || [];
    if (!attempt) return load(path + ".json");
    const {submissions} = await load(attempt + "submissions.json");
    const own = submissions.find(entry => entry.page === path);
    if (!own) throw new Error(path + " is not there");
    const others = submissions.filter(entry => entry !== own).map(entry => ({page: entry.page, title: "Submission " + entry.page.split("/").pop()}));
    return {...own, others};
  }

  const signed = number => (number < 0 ? "−" : "+") + Math.abs(number).toFixed(1);
  const names = (one, other) => [...new Set([...one, ...other].map(entry => entry.name))];
  const named = (list, name) => list.find(entry => entry.name === name);

  function link(entry) {
    if (!entry.link) return document.createTextNode(entry.text);
    const made = element("a", entry.text);
    const [path, anchor] = entry.link.split("#");
    made.href = address(path) + (anchor ? "#" + encodeURIComponent(anchor) : "");
    return made;
  }

  function heading(data) {
    const cell = element("th");
    cell.scope = "col";
    const made = element("a", data.title);
    made.href = address(data.page + ".html");
    cell.append(made);
    return cell;
  }

  function table(caption, one, other, last) {
    const made = element("table", undefined, "sides");
    made.append(element("caption", caption));
    const row = made.createTHead().insertRow();
    const first = element("th", "What");
    first.scope = "col";
    row.append(first, heading(one), heading(other));
    if (last) {
      const cell = element("th", last, "n");
      cell.scope = "col";
      row.append(cell);
    }
    made.append(element("tbody"));
    const scroll = element("div", undefined, "scroll");
    scroll.tabIndex = 0;
    scroll.setAttribute("role", "group");
    scroll.setAttribute("aria-label", caption);
    scroll.append(made);
    return [scroll, made.tBodies[0]];
  }

  // Of two stacks the task's file knows the difference on the same items, with its interval.
  async function paired(one, other, score) {
    if (one.kind !== "stack" || other.kind !== "stack") return "";
    const task = await load("tasks/" + score.name + ".json");
    const board = task.boards.find(board => board.fingerprint + "/" + board.protocol === score.of);
    for (const pair of board ? board.pairs : []) {
      const turned = pair.one === other.page && pair.other === one.page;
      if (turned || (pair.one === one.page && pair.other === other.page)) {
        const sign = turned ? -1 : 1;
        const ends = [pair.interval.low * sign, pair.interval.high * sign].sort((x, y) => x - y);
        return signed(pair.difference * sign) + " (" + signed(ends[0]) + " to " + signed(ends[1]) + ")" + (pair.surely ? ", told apart" : ", not told apart");
      }
    }
    return "";
  }

  async function difference(one, other, left, right) {
    if (!left || !right) return "only one has it";
    if (left.of !== right.of) return "not comparable: another version of the task";
    if (left.value === undefined || right.value === undefined) return "unknown";
    return await paired(one, other, left) || signed(left.value - right.value);
  }

  async function scores(one, other) {
    const [scroll, body] = table("A difference of two scores is one less other. Of two attempts it says little of their agents: compare stacks with several seeds.", one, other, "Difference");
    for (const name of names(one.scores, other.scores)) {
      const left = named(one.scores, name), right = named(other.scores, name);
      const row = body.insertRow();
      const head = element("th", name);
      head.scope = "row";
      row.append(head);
      for (const score of [left, right]) {
        const cell = row.insertCell();
        cell.className = "n";
        cell.append(score ? link(score) : "–");
      }
      const cell = row.insertCell();
      cell.className = "n strong";
      cell.textContent = await difference(one, other, left, right);
    }
    return scroll;
  }

  function facts(one, other) {
    const [scroll, body] = table("What differs is bold.", one, other);
    for (const name of names(one.facts, other.facts)) {
      const texts = [one, other].map(data => named(data.facts, name)?.text ?? "–");
      const row = body.insertRow();
      if (texts[0] !== texts[1]) row.className = "differs";
      const head = element("th", name);
      head.scope = "row";
      row.append(head);
      for (const text of texts) row.insertCell().textContent = text;
    }
    return scroll;
  }

  // The shortest way from a to b (Myers 1986, doi:10.1007/BF01840446), as lines that are the same, removed or added.
  // Beyond a number of edits the whole middle is removed and added: still a true difference, not the shortest.
  function lines(a, b) {
    let start = 0, end = 0;
    while (start < a.length && start < b.length && a[start] === b[start]) start++;
    while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
    const same = list => list.map(text => ["same", text]);
    return [...same(a.slice(0, start)), ...middle(a.slice(start, a.length - end), b.slice(start, b.length - end)), ...same(a.slice(a.length - end))];
  }

  function middle(a, b) {
    const most = Math.min(a.length + b.length, EDITS);
    let reach = new Map([[1, 0]]);
    const trace = [];
    for (let d = 0; d <= most; d++) {
      trace.push(new Map(reach));
      for (let k = -d; k <= d; k += 2) {
        const down = k === -d || (k !== d && reach.get(k - 1) < reach.get(k + 1));
        let x = down ? reach.get(k + 1) : reach.get(k - 1) + 1;
        while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
        reach.set(k, x);
        if (x >= a.length && x - k >= b.length) return back(a, b, trace);
      }
    }
    return [...a.map(text => ["remove", text]), ...b.map(text => ["add", text])];
  }

  function back(a, b, trace) {
    const found = [];
    let x = a.length, y = b.length;
    for (let d = trace.length - 1; d >= 0; d--) {
      const reach = trace[d], k = x - y;
      const down = k === -d || (k !== d && reach.get(k - 1) < reach.get(k + 1));
      const from = down ? k + 1 : k - 1;
      const px = d === 0 ? 0 : reach.get(from), py = d === 0 ? 0 : px - from;
      while (x > px && y > py && a[x - 1] === b[y - 1]) (found.push(["same", a[--x]]), y--);
      if (d > 0) found.push(down ? ["add", b[--y]] : ["remove", a[--x]]);
    }
    return found.reverse();
  }

  function block(edits) {
    const near = edits.map(() => false);
    edits.forEach(([kind], i) => {
      if (kind !== "same") near.fill(true, Math.max(0, i - CONTEXT), i + CONTEXT + 1);
    });
    const pre = element("pre", undefined, "diff");
    pre.tabIndex = 0;
    const add = (kind, text) => pre.append(element("span", text, kind), "\n");
    let hidden = 0, shown = 0;
    const rest = () => {
      if (hidden) add("head", "… " + hidden + " lines that are the same");
      hidden = 0;
    };
    for (const [i, [kind, text]] of edits.entries()) {
      if (!near[i]) {
        hidden++;
      } else if (shown++ < LINES) {
        rest();
        add(kind, (kind === "add" ? "+" : kind === "remove" ? "-" : " ") + text);
      }
    }
    rest();
    if (shown > LINES) add("head", "… " + (shown - LINES) + " more lines");
    return pre;
  }

  const split = text => text === undefined || text === "" ? [] : text.replace(/\n$/, "").split("\n");

  async function code(one, other) {
    const [left, right] = await Promise.all([load(one.code), load(other.code)]);
    const box = element("section", undefined, "card");
    box.append(element("h2", "Code: one in red, other in green"));
    const paths = [...new Set([...left.files, ...right.files].map(file => file.path))].sort();
    let differ = 0;
    for (const path of paths) {
      const a = left.files.find(file => file.path === path), b = right.files.find(file => file.path === path);
      if (a && b && a.blob === b.blob) continue;
      differ++;
      box.append(element("h3", path + (a ? b ? "" : " (one alone)" : " (other alone)")));
      const whole = [a, b].every(file => !file || file.text !== undefined);
      box.append(whole ? block(lines(split(a?.text), split(b?.text))) : element("p", "It differs, and is too large or no text: it is not shown."));
    }
    if (left.more || right.more) box.append(element("p", "There are more files than this site keeps: " + left.more + " of one, " + right.more + " of the other."));
    if (!differ) box.append(element("p", "Not one file differs."));
    return box;
  }

  function card(title, content) {
    const box = element("section", undefined, "card");
    box.append(element("h2", title), content);
    return box;
  }

  function offer(data) {
    const list = document.querySelector("[data-others]"), choices = document.getElementById("others");
    list.replaceChildren();
    choices.replaceChildren();
    for (const other of data.others) {
      const option = element("option", other.title);
      option.value = other.page;
      choices.append(option);
      const item = element("li"), made = element("a", other.title);
      made.href = "?" + new URLSearchParams({a: data.page, b: other.page});
      item.append(made);
      list.append(item);
    }
    list.hidden = !data.others.length || Boolean(form.b.value);
  }

  async function show() {
    const state = new URLSearchParams(location.search);
    result.replaceChildren();
    for (const name of ["a", "b"]) form[name].value = state.get(name) || "";
    const [a, b] = ["a", "b"].map(name => state.get(name) || "");
    for (const text of [a, b]) {
      if (text && !pathOf(text)) {
        status.textContent = "`" + text + "` is no run, attempt, submission or agent stack of this site.";
        return;
      }
    }
    if (location.protocol === "file:") return;
    try {
      const one = a ? await page(pathOf(a)) : undefined;
      if (one) offer(one);
      if (!one || !b) {
        status.textContent = one ? one.title + ": choose what to compare it with." : "Choose two: paste the addresses of two pages of this site.";
        return;
      }
      const other = await page(pathOf(b));
      const parts = [card("Scores", await scores(one, other)), card("What they are", facts(one, other))];
      if (one.code && other.code) parts.push(await code(one, other));
      result.replaceChildren(...parts);
      status.textContent = one.kind === other.kind ? "" : "These are of two kinds: " + one.kind + " and " + other.kind + ".";
    } catch (problem) {
      status.textContent = "It cannot be compared: " + problem.message + ".";
    }
  }

  form.addEventListener("submit", event => {
    event.preventDefault();
    const chosen = new URLSearchParams();
    for (const name of ["a", "b"]) if (form[name].value.trim()) chosen.set(name, pathOf(form[name].value) || form[name].value.trim());
    history.pushState(null, "", "?" + chosen);
    show();
  });
  window.addEventListener("popstate", show);
  document.querySelector("[data-chooser]").hidden = location.protocol === "file:";
  show();
}
