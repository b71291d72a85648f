// Passkeys: the form gives its options as JSON, the browser asks the person, the form carries the answer.
// WebAuthn speaks in bytes and JSON can't, so bytes travel as base64url (WebAuthn level 3, section 5.1.9).

const toBytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const withBytes = (credentials) => credentials?.map((one) => ({ ...one, id: toBytes(one.id) }));

const ceremonies = {
  create: (asked) =>
    navigator.credentials.create({
      publicKey: {
        ...asked,
        challenge: toBytes(asked.challenge),
        user: { ...asked.user, id: toBytes(asked.user.id) },
        excludeCredentials: withBytes(asked.excludeCredentials),
      },
    }),
  get: (asked) =>
    navigator.credentials.get({
      publicKey: {
        ...asked,
        challenge: toBytes(asked.challenge),
        allowCredentials: withBytes(asked.allowCredentials),
      },
    }),
};

const SENT = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

function describe(credential) {
  const response = {};
  for (const part of SENT) {
    if (credential.response[part]) response[part] = toText(credential.response[part]);
  }
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

function take(form) {
  const asked = JSON.parse(form.querySelector("script[type='application/json']").textContent).publicKey;
  const button = form.querySelector("button");
  const trouble = form.querySelector("[data-trouble]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    trouble.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(describe(await ceremonies[form.dataset.passkey](asked)));
      form.submit();
    } catch (fault) {
      console.warn(fault);
      trouble.hidden = false;
      button.disabled = false;
    }
  });
  form.querySelector("[data-with-script]").hidden = false;
  form.querySelector("[data-without-script]").hidden = true;
}

if (window.PublicKeyCredential) document.querySelectorAll("form[data-passkey]").forEach(take);
