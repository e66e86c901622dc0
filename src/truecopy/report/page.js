"use strict";
(() => {
  const find = document.getElementById("find");
  const kinds = [...document.querySelectorAll('input[name="kind"]')];
  const shown = document.getElementById("shown");
  const rows = [...document.querySelectorAll("tr.row")];
  const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));

  function filter() {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = new Set(kinds.filter((box) => box.checked).map((box) => box.value));
    let count = 0;
    for (const row of rows) {
      const isOfKind = !row.dataset.kind || wanted.has(row.dataset.kind);
      row.hidden = !(isOfKind && words.every((word) => texts.get(row).includes(word)));
      count += row.hidden ? 0 : 1;
    }
    shown.textContent = `${count} of ${rows.length} rows`;
    showGroups();
  }

  function showGroups() {
    for (const table of document.querySelectorAll("table.sortable")) {
      const isGrouped = !table.dataset.sorted || table.dataset.sorted === "0";
      const kept = new Set();
      for (const row of table.querySelectorAll("tr.row")) {
        if (!row.hidden) kept.add(row.dataset.group);
      }
      for (const group of table.querySelectorAll("tr.group")) {
        group.hidden = !isGrouped || !kept.has(group.dataset.group);
      }
    }
  }

  function sort(table, column) {
    const head = table.tHead.rows[0].cells[column];
    const isDown = head.getAttribute("aria-sort") === "ascending";
    for (const cell of table.tHead.rows[0].cells) cell.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", isDown ? "descending" : "ascending");
    table.dataset.sorted = String(column);
    const key = (row) => row.cells[column].dataset.key || row.cells[column].textContent;
    const sign = isDown ? -1 : 1;
    const body = table.tBodies[0];
    const sorted = [...body.querySelectorAll("tr.row")];
    sorted.sort((a, b) => sign * key(a).localeCompare(key(b), "en", { numeric: true }));
    const groups = new Map([...body.querySelectorAll("tr.group")].map((row) => [row.dataset.group, row]));
    const placed = new Set();
    for (const row of sorted) {
      const group = groups.get(row.dataset.group);
      if (column === 0 && group && !placed.has(group)) {
        placed.add(group);
        body.append(group);
      }
      body.append(row);
    }
    showGroups();
  }

  async function copy(button) {
    const block = button.parentElement.querySelector("pre");
    try {
      await navigator.clipboard.writeText(block.textContent);
    } catch {
      const range = document.createRange();
      range.selectNodeContents(block);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      document.execCommand("copy");
    }
    button.textContent = "copied";
    setTimeout(() => { button.textContent = "copy"; }, 1500);
  }

  for (const table of document.querySelectorAll("table.sortable")) {
    [...table.tHead.rows[0].cells].forEach((cell, column) => {
      cell.querySelector("button").addEventListener("click", () => sort(table, column));
    });
  }
  for (const button of document.querySelectorAll("button.copy")) {
    button.addEventListener("click", () => copy(button));
  }
  find.form.addEventListener("submit", (event) => event.preventDefault());
  find.addEventListener("input", filter);
  for (const box of kinds) box.addEventListener("change", filter);
  filter();
})();
