// A button beside a field that copies it. Without script, the field can be selected and copied by hand.
for (const place of document.querySelectorAll("[data-copies]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-button govuk-button--secondary wm-copy";
  button.textContent = place.dataset.copy;
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  said.className = "wm-copied";
  button.addEventListener("click", async () => {
    const field = document.getElementById(place.dataset.copies);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = place.dataset.copied;
    } catch {
      said.textContent = document.execCommand("copy") ? place.dataset.copied : "";
    }
  });
  place.append(button, said);
}
