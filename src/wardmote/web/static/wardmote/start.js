// GOV.UK Frontend's own enhancements. Every task works without them.
document.body.classList.add("js-enabled", "govuk-frontend-supported");
const { initAll } = await import(document.documentElement.dataset.frontend);
initAll();
