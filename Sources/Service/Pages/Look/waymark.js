// Waymark: everything works without this file. It brings news to a page that is open, and saves a few presses.
(() => {
  "use strict";

  // News: a page that wants it says where from, and what to say when there is some:
  //   <div class="live" role="status" data-news="/sections/7/news" data-reload="Show what is new"></div>
  // The server sends text for people, and never markup; it is shown as text.
  for (const place of document.querySelectorAll("[data-news]")) {
    if (!("EventSource" in window)) break;
    const source = new EventSource(place.dataset.news);
    source.addEventListener("told", (event) => {
      const words = document.createElement("p");
      words.textContent = event.data;
      place.replaceChildren(words);
      if (!place.dataset.reload) return;
      const link = document.createElement("a");
      link.href = location.href;
      link.textContent = place.dataset.reload;
      words.append(" ", link);
    });
    // Numbers that move while somebody looks (an import, a projection's lag): id of an element, a tab, the text.
    source.addEventListener("figure", (event) => {
      const [id, text] = event.data.split("\t");
      const target = document.getElementById(id);
      if (target instanceof HTMLProgressElement) target.value = Number(text);
      else if (target) target.textContent = text;
    });
    source.addEventListener("end", () => source.close());
    addEventListener("pagehide", () => source.close());
  }

  // "Everyone" ticks the boxes of its list.
  for (const all of document.querySelectorAll("[data-ticks]")) {
    const boxes = [...document.querySelectorAll(`#${all.dataset.ticks} input[type=checkbox]`)];
    const follow = () => { all.checked = boxes.every((box) => box.checked); };
    // Without this script its own value stands for all; with it, each box speaks for itself.
    all.removeAttribute("name");
    all.addEventListener("change", () => boxes.forEach((box) => { box.checked = all.checked; }));
    for (const box of boxes) box.addEventListener("change", follow);
    follow();
  }

  // A form is sent once, however often its button is pressed.
  addEventListener("submit", (event) => {
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = "yes";
  });
  addEventListener("pageshow", () => {
    for (const form of document.forms) delete form.dataset.sent;
  });

  // What went wrong is told first: the error summary takes the focus.
  document.querySelector(".notice--problem[tabindex]")?.focus();
})();
