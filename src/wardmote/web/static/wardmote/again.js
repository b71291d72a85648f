// A page that waits looks again by itself. It turns only once there is something to show, so that nobody who reads it
// loses their place. Without script, the browser loads it anew.
const MARK = "meta[name='looks-again']";
const wait = () => setTimeout(look, document.querySelector(MARK).content * 1000);

async function look() {
  try {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (answer.redirected) return location.assign(answer.url);
    if (!page.querySelector(MARK)) return location.reload();
    tell(page);
  } catch {
    // Nobody answered: the next look may be luckier.
  }
  wait();
}

function tell(page) {
  const said = document.querySelectorAll("main progress, main [role='status']");
  page.querySelectorAll("main progress, main [role='status']").forEach((now, place) => {
    if (said[place] && said[place].outerHTML !== now.outerHTML) {
      said[place].innerHTML = now.innerHTML;
      if (now.value !== undefined) said[place].value = now.value;
    }
  });
}

wait();
