// Pictures: a name's ties alone while it has the pointer or the focus; the drawing as PNG; the code for other pages.
"use strict";

for (const picture of document.querySelectorAll(".picture")) {
  const ties = [...picture.querySelectorAll("[data-ends]")];
  for (const actor of picture.querySelectorAll("[data-actor]")) {
    const choose = (on) => {
      picture.classList.toggle("chosen", on);
      for (const tie of ties) tie.classList.toggle("of-it", on && tie.dataset.ends.split(" ").includes(actor.dataset.actor));
    };
    for (const name of ["pointerenter", "focus"]) actor.addEventListener(name, () => choose(true));
    for (const name of ["pointerleave", "blur"]) actor.addEventListener(name, () => choose(false));
  }
}

const embed = document.getElementById("embed");
if (location.protocol.startsWith("http")) {
  embed.textContent = embed.textContent.replace(/(src|href)="([^":]+)"/g, (_, name, file) => `${name}="${new URL(file, location.href)}"`);
}

// The page's own drawing cannot be painted, since its looks are in the style sheet: the SVG file has them inside.
for (const button of document.querySelectorAll("button.png")) {
  const twice = 2; // pixels a unit, for print
  button.hidden = location.protocol === "file:"; // a page from a folder may not read the file beside it
  button.addEventListener("click", async () => {
    const image = new Image();
    image.src = URL.createObjectURL(await (await fetch(button.dataset.svg)).blob());
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.width * twice, image.height * twice];
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const taken = document.createElement("a");
    taken.href = URL.createObjectURL(await new Promise((done) => { canvas.toBlob(done, "image/png"); }));
    taken.download = button.dataset.svg.replace(".svg", ".png");
    taken.click();
  });
}
