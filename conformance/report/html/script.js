"use strict";

// The filters: a row is shown if it is of every choice and has every word searched for.
const filters = document.querySelector(".filters");
const search = document.getElementById("search");
const choices = [...document.querySelectorAll("select[data-by]")];
const shown = document.getElementById("shown");
const rows = [...document.querySelectorAll("#table tbody tr")].map((row) => ({
  row,
  text: row.textContent.toLowerCase(),
}));

function narrow() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const { row, text } of rows) {
    const fits =
      words.every((word) => text.includes(word)) &&
      choices.every((it) => !it.value || row.dataset[it.dataset.by] === it.value);
    row.hidden = !fits;
    count += fits;
  }
  shown.textContent = `${count} / ${rows.length}`;
}

// A link may narrow the table down too: report.html?verdict=FAIL&search=word
const asked = new URLSearchParams(location.search);
search.value = asked.get("search") ?? "";
for (const it of choices) {
  if ([...it.options].some((option) => option.value === asked.get(it.dataset.by))) {
    it.value = asked.get(it.dataset.by);
  }
}

filters.hidden = false;
filters.addEventListener("input", narrow);
filters.addEventListener("submit", (event) => event.preventDefault());
narrow();

// "/" goes to the search box, Escape empties it.
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) {
    event.preventDefault();
    search.focus();
  } else if (event.key === "Escape" && event.target === search) {
    search.value = "";
    narrow();
  }
});

// A command is copied, or at least selected where the browser does not let us copy.
for (const button of document.querySelectorAll(".copy")) {
  button.addEventListener("click", async () => {
    const command = button.parentElement.querySelector("pre");
    try {
      await navigator.clipboard.writeText(command.textContent);
      button.classList.add("done");
      setTimeout(() => button.classList.remove("done"), 1500);
    } catch {
      getSelection().selectAllChildren(command);
    }
  });
}
